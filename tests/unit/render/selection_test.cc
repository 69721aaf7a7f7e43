#include "render/selection.h"

#include <gtest/gtest.h>

#include <set>
#include <sstream>
#include <string>

#include "support/gzip.h"
#include "unit/render/example.h"

namespace pitel {
namespace {

using testing::ExampleProcess;
using testing::ExampleSources;

constexpr FamilyHeader kGauge = Gauge("x_up", "Help.");
constexpr FamilyHeader kCounter = Counter("x_calls_total", "Help.");
constexpr FamilyHeader kHistogram = Histogram("x_wait_seconds", "Help.");

bool Selects(const char* name, const FamilyHeader& header) {
  return Selection{{name}, {}}.HasFamily(header);
}

TEST(Selection, IsOfEverythingByDefault) {
  EXPECT_TRUE(Selection().IsAll());
  EXPECT_TRUE(Selection().HasFamily(kGauge));
  EXPECT_TRUE(Selection().HasTarget("hcm"));
  EXPECT_TRUE(Selection().HasTarget(""));
  EXPECT_FALSE((Selection{{"x"}, {}}.IsAll()));
  EXPECT_FALSE((Selection{{}, {""}}.IsAll()));
}

TEST(Selection, KnowsAFamilyByItsNameInEitherFormat) {
  EXPECT_TRUE(Selects("x_up", kGauge));
  EXPECT_TRUE(Selects("x_calls_total", kCounter));
  EXPECT_TRUE(Selects("x_calls", kCounter));
  EXPECT_TRUE(Selects("x_wait_seconds", kHistogram));
}

TEST(Selection, KnowsAHistogramByTheNamesOfItsSamples) {
  EXPECT_TRUE(Selects("x_wait_seconds_bucket", kHistogram));
  EXPECT_TRUE(Selects("x_wait_seconds_sum", kHistogram));
  EXPECT_TRUE(Selects("x_wait_seconds_count", kHistogram));
}

TEST(Selection, KnowsNoFamilyByAnotherName) {
  for (const auto* name :
       {"", "x", "X_up", "x_up_total", "x_up_count", "x_calls_total_sum",
        "x_calls_created", "x_wait", "x_wait_seconds_total",
        "x_wait_seconds_bucket_bucket", "x_up ", "x_up\n"}) {
    EXPECT_FALSE(Selects(name, kGauge)) << name;
    EXPECT_FALSE(Selects(name, kCounter)) << name;
    EXPECT_FALSE(Selects(name, kHistogram)) << name;
  }
}

TEST(Selection, KnowsTargetsByTheirNames) {
  const Selection two{{}, {"hcm", "hn"}};
  EXPECT_TRUE(two.HasTarget("hcm"));
  EXPECT_TRUE(two.HasTarget("hn"));
  EXPECT_FALSE(two.HasTarget("h"));
  EXPECT_FALSE(two.HasTarget(""));
  EXPECT_TRUE((Selection{{}, {""}}.HasTarget("")));
}

std::string Part(const Selection& selection, Format format = Format::kText) {
  return Page(ExampleSources()).Make({format}, selection)->bytes +
         RenderTail(ExampleProcess(), format, selection);
}

TEST(PartOfAPage, HasTheSelectedFamiliesOnly) {
  EXPECT_EQ(Part({{"process_open_fds", "pitel_up", "no_such"}, {}}),
            "# HELP pitel_up Whether the last poll was successful.\n"
            "# TYPE pitel_up gauge\n"
            "pitel_up{target=\"hn\"} 1\n"
            "pitel_up{target=\"sg\"} 1\n"
            "# HELP process_open_fds Number of open file descriptors.\n"
            "# TYPE process_open_fds gauge\n"
            "process_open_fds 11\n");
}

TEST(PartOfAPage, HasTheSeriesOfTheSelectedTargetsOnly) {
  EXPECT_EQ(Part({{"pitel_up", "process_open_fds"}, {"sg", "no-such"}}),
            "# HELP pitel_up Whether the last poll was successful.\n"
            "# TYPE pitel_up gauge\n"
            "pitel_up{target=\"sg\"} 1\n");
}

TEST(PartOfAPage, OfTheExporterItselfHasNoTarget) {
  const std::string part = Part({{}, {""}});
  EXPECT_EQ(part.find("target="), part.npos);
  EXPECT_NE(part.find("\npitel_exporter_build_info{"), part.npos);
  EXPECT_NE(part.find("\nprocess_open_fds 11\n"), part.npos);
}

TEST(PartOfAPage, OfNothingIsAValidPage) {
  for (const Selection& nothing :
       {Selection{{"no_such"}, {}}, Selection{{}, {"no-such"}},
        Selection{{"pitel_up"}, {"no-such"}},
        Selection{{"process_open_fds"}, {"hn"}}}) {
    EXPECT_EQ(Part(nothing), "");
    EXPECT_EQ(Part(nothing, Format::kOpenMetrics), "# EOF\n");
  }
}

// The parts of all targets and of the exporter make up the page.
TEST(PartOfAPage, IsAsInThePage) {
  const auto series_of = [](const Selection& selection) {
    std::multiset<std::string> series;
    std::istringstream lines(Part(selection));
    for (std::string line; std::getline(lines, line);) {
      if (!line.starts_with('#')) series.insert(line);
    }
    return series;
  };
  std::multiset<std::string> parts;
  for (const char* target : {"hn", "sg", ""}) {
    parts.merge(series_of({{}, {target}}));
  }
  EXPECT_EQ(parts, series_of({}));
}

TEST(PartOfAPage, IsMadeForEachClientAndNotKept) {
  const Page page(ExampleSources());
  const Form form{Format::kText, false};
  const Selection part{{}, {"hn"}};
  const auto body = page.Make(form, part);
  EXPECT_EQ(page.Find(form, part), nullptr);
  EXPECT_EQ(page.Find(form), nullptr);
  EXPECT_EQ(body.use_count(), 1);
  EXPECT_NE(page.Make(form)->bytes, body->bytes);
  EXPECT_EQ(page.Find(form, part), nullptr);
}

TEST(PartOfAPage, IsCompressedOnRequest) {
  const Selection selection{{}, {"hn", ""}};
  const Page page(ExampleSources());
  const std::string tail =
      RenderTail(ExampleProcess(), Format::kText, selection);
  const Scrape scrape(page.Make({Format::kText, true}, selection), tail, true);
  EXPECT_EQ(Gunzip(testing::Join(scrape)), Part(selection));
}

}  // namespace
}  // namespace pitel
