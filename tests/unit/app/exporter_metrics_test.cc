#include "app/exporter_metrics.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "app/version.h"
#include "support/find_family.h"

namespace pitel {
namespace {

using std::chrono::milliseconds;
using testing::AllOf;
using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;

TEST(ExporterFamilies, DescribeTheBuild) {
  const Family build = FindFamily(ExporterFamilies(WallTime(), true, 0),
                                  "pitel_exporter_build_info");
  EXPECT_THAT(build.values, ElementsAre(1));
  EXPECT_THAT(
      build.label_values,
      ElementsAre(kVersion.compiler, kVersion.revision, kVersion.number));
}

TEST(ExporterFamilies, SayWhenTheConfigurationWasLoaded) {
  const auto families =
      ExporterFamilies(WallTime(milliseconds(1'700'000'000'500)), true, 0);
  EXPECT_THAT(
      FindFamily(families,
                 "pitel_exporter_config_last_reload_success_timestamp_seconds")
          .values,
      ElementsAre(1'700'000'000.5));
  EXPECT_THAT(
      FindFamily(families, "pitel_exporter_config_last_reload_successful")
          .values,
      ElementsAre(1));
  EXPECT_THAT(FindFamily(ExporterFamilies(WallTime(), false, 0),
                         "pitel_exporter_config_last_reload_successful")
                  .values,
              ElementsAre(0));
}

TEST(ExporterFamilies, CountDroppedLogLines) {
  const Family dropped = FindFamily(ExporterFamilies(WallTime(), true, 7),
                                    "pitel_log_lines_dropped_total");
  EXPECT_EQ(dropped.header().type, MetricType::kCounter);
  EXPECT_THAT(dropped.values, ElementsAre(7));
}

TEST(ExporterFamilies, AreOrderedByName) {
  const auto families = ExporterFamilies(WallTime(), true, 0);
  EXPECT_TRUE(std::is_sorted(families.begin(), families.end(),
                             [](const Family& a, const Family& b) {
                               return a.header().name < b.header().name;
                             }));
}

TEST(RenderProcessTail, HasTheMetricsOfThisProcess) {
  for (const Format format : {Format::kText, Format::kOpenMetrics}) {
    EXPECT_THAT(RenderProcessTail(format),
                AllOf(HasSubstr("\nprocess_resident_memory_bytes "),
                      HasSubstr("\nprocess_start_time_seconds ")));
  }
}

TEST(RenderProcessTail, EndsAnOpenMetricsPageOnly) {
  EXPECT_THAT(RenderProcessTail(Format::kOpenMetrics), EndsWith("\n# EOF\n"));
  EXPECT_THAT(RenderProcessTail(Format::kText), Not(HasSubstr("# EOF")));
}

}  // namespace
}  // namespace pitel
