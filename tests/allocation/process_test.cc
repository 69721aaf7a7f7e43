#include "metric/process.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/exporter_metrics.h"
#include "sweep.h"

namespace pitel {
namespace {

TEST(ReadProcessFamilies, SurviveEachFailedAllocation) {
  const auto failed = SweepAllocations(
      AllocationScope::kThisThread, [] { ReadProcessFamilies(); },
      [] { EXPECT_EQ(ReadProcessFamilies().size(), 8u); });
  EXPECT_GT(failed, 8u);
}

TEST(ProcessTail, SurvivesEachFailedAllocation) {
  for (const Format format : {Format::kText, Format::kOpenMetrics}) {
    const auto failed = SweepAllocations(
        AllocationScope::kThisThread, [&] { RenderProcessTail(format); },
        [&] {
          EXPECT_THAT(RenderProcessTail(format),
                      testing::HasSubstr("\nprocess_threads "));
        });
    EXPECT_GT(failed, 30u);
  }
}

}  // namespace
}  // namespace pitel
