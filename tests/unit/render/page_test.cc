#include "render/page.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <set>
#include <sstream>

#include "support/temporary_folder.h"
#include "unit/render/example.h"

namespace pitel {
namespace {

using testing::ExampleScrape;
using testing::Join;

std::string Read(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  return (std::ostringstream() << in.rdbuf()).str();
}

// Compares the page with the file of that name; UPDATE_GOLDEN=1 rewrites it.
void ExpectGolden(const std::string& page, const std::string& name) {
  const std::string file = std::string(GOLDEN_DIR) + "/" + name;
  if (std::getenv("UPDATE_GOLDEN") != nullptr) {
    std::ofstream(file, std::ios::binary) << page;
  }
  EXPECT_EQ(page, Read(file));
}

// The output of `command` for the input `input`; nothing if it accepts it.
std::string Complaints(const std::string& command, const std::string& input) {
  const TemporaryFolder folder;
  folder.Write("in", input);
  const std::string line =
      "cd '" + folder.path().string() + "' && " + command + " <in >out 2>&1";
  const int status = std::system(line.c_str());
  return status == 0 ? "" : Read(folder.path() / "out") + "(failed)";
}

TEST(Page, OfTextIsAsTheGoldenPage) {
  ExpectGolden(Join(ExampleScrape(Format::kText, false)), "page.prom");
}

TEST(Page, OfOpenMetricsIsAsTheGoldenPage) {
  ExpectGolden(Join(ExampleScrape(Format::kOpenMetrics, false)),
               "page.openmetrics");
}

TEST(Page, OfTextPassesPromtool) {
  const std::string page = Join(ExampleScrape(Format::kText, false));
  EXPECT_EQ(Complaints(PROMTOOL " check metrics", page), "");
  EXPECT_NE(Complaints(PROMTOOL " check metrics", page + "x{\n"), "");
}

// promtool reads OpenMetrics with Prometheus' own parser only where it makes
// blocks of it, and there every sample needs a time.
TEST(Page, OfOpenMetricsIsReadByPrometheus) {
  const std::string page = Join(ExampleScrape(Format::kOpenMetrics, false));
  std::istringstream lines(page);
  std::string timed;
  for (std::string line; std::getline(lines, line);) {
    timed += line + (line.starts_with('#') ? "\n" : " 1700000000\n");
  }
  const std::string read =
      PROMTOOL " tsdb create-blocks-from openmetrics --quiet in blocks";
  EXPECT_EQ(Complaints(read, timed), "");
  EXPECT_NE(Complaints(read, timed.substr(0, timed.size() - 6)), "");
}

TEST(Page, HasEachHeaderOnceAndSeriesInOrderOfSources) {
  const Page page({RenderSource(testing::ExampleTarget("t"), "a"),
                   RenderSource(testing::ExampleTarget("t"), "b")});
  const std::vector<std::string> want = {
      "# HELP pitel_call_wait_seconds Time from start to answer.",
      R"(pitel_call_wait_seconds_bucket{target="a",tenant="t",le="5.0"} 2)",
      R"(pitel_call_wait_seconds_bucket{target="b",tenant="t",le="5.0"} 2)",
      R"(# HELP pitel_calls_started_total Calls "started"; a back\\slash, )"
      R"(a line\nbreak.)",
      R"(pitel_calls_started_total{target="a",tenant="t",)"
      R"(direction="inbound"} 200000)",
      R"(pitel_calls_started_total{target="b",tenant="t",)"
      R"(direction="inbound"} 200000)",
      "# HELP pitel_up Whether the last poll was successful.",
      R"(pitel_up{target="a"} 1)",
      R"(pitel_up{target="b"} 1)",
  };
  const auto is_shown = [&](const std::string& line) {
    return std::find(want.begin(), want.end(), line) != want.end();
  };
  std::istringstream text(page.Make({Format::kText})->bytes);
  std::vector<std::string> lines;
  std::size_t headers = 0;
  for (std::string line; std::getline(text, line);) {
    if (line.starts_with("#")) ++headers;
    if (is_shown(line)) lines.push_back(line);
  }
  EXPECT_EQ(lines, want);
  EXPECT_EQ(headers, 6u);
}

TEST(Page, IsMadeOnceInEachForm) {
  const Page page(testing::ExampleSources());
  std::set<std::string> texts;
  for (const Format format : {Format::kText, Format::kOpenMetrics}) {
    for (const bool gzip : {false, true}) {
      const Form form{format, gzip};
      EXPECT_EQ(page.Find(form), nullptr);
      const auto body = page.Make(form);
      EXPECT_EQ(page.Make(form), body);
      EXPECT_EQ(page.Find(form), body);
      texts.insert(body->bytes);
    }
  }
  EXPECT_EQ(texts.size(), 4u);
}

TEST(Page, OfNothingIsEmpty) {
  EXPECT_EQ(Page({}).Make({Format::kText})->bytes, "");
  EXPECT_EQ(RenderTail({}, Format::kText), "");
  EXPECT_EQ(RenderTail({}, Format::kOpenMetrics), "# EOF\n");
}

}  // namespace
}  // namespace pitel
