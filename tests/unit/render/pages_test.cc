#include "render/pages.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "unit/render/example.h"

namespace pitel {
namespace {

using testing::ExampleScrape;
using testing::Join;

std::string Read(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  return (std::ostringstream() << in.rdbuf()).str();
}

// The page is compared with the file of that name; UPDATE_GOLDEN=1 rewrites it.
void ExpectGolden(const std::string& page, const std::string& name) {
  const std::string file = std::string(GOLDEN_DIR) + "/" + name;
  if (std::getenv("UPDATE_GOLDEN") != nullptr) {
    std::ofstream(file, std::ios::binary) << page;
  }
  EXPECT_EQ(page, Read(file));
}

// What `command` says when it reads `input`, and nothing if it is content.
std::string Complaints(const std::string& command, const std::string& input) {
  const auto folder = std::filesystem::path(::testing::TempDir()) /
                      ("pitel_pages_" + std::to_string(::getpid()));
  std::filesystem::create_directories(folder);
  const std::string in = folder / "in";
  const std::string out = folder / "out";
  std::ofstream(in, std::ios::binary) << input;
  const std::string line =
      "cd '" + folder.string() + "' && " + command + " <in >out 2>&1";
  const int status = std::system(line.c_str());
  const std::string complaints = status == 0 ? "" : Read(out) + "(failed)";
  std::filesystem::remove_all(folder);
  return complaints;
}

TEST(Pages, OfTextAreAsTheGoldenPage) {
  ExpectGolden(Join(ExampleScrape(Format::kText, false)), "page.prom");
}

TEST(Pages, OfOpenMetricsAreAsTheGoldenPage) {
  ExpectGolden(Join(ExampleScrape(Format::kOpenMetrics, false)),
               "page.openmetrics");
}

TEST(Pages, OfTextPassPromtool) {
  const std::string page = Join(ExampleScrape(Format::kText, false));
  EXPECT_EQ(Complaints(PROMTOOL " check metrics", page), "");
  EXPECT_NE(Complaints(PROMTOOL " check metrics", page + "x{\n"), "");
}

// promtool reads OpenMetrics with Prometheus' own parser only where it makes
// blocks of it, and there every sample needs a time.
TEST(Pages, OfOpenMetricsAreReadByPrometheus) {
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

TEST(Pages, HaveEachHeaderOnceAndSeriesInOrderOfSources) {
  const auto a = RenderSource(testing::ExampleTarget("t"), "a");
  const auto b = RenderSource(testing::ExampleTarget("t"), "b");
  const RenderedSource* const sources[] = {&a, &b};
  const Pages pages = JoinPages(sources);
  std::vector<std::string> lines;
  for (const auto& piece : pages.text.pieces) {
    lines.push_back(piece->text.substr(0, piece->text.find('\n')));
  }
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
      "# HELP pitel_up Whether the last poll was good.",
      R"(pitel_up{target="a"} 1)",
      R"(pitel_up{target="b"} 1)",
  };
  EXPECT_EQ(lines, want);
}

TEST(Pages, ShareTheSamplesOfTheirSources) {
  const auto source = RenderSource(testing::ExampleTarget("t"), "a");
  const RenderedSource* const sources[] = {&source};
  const Pages pages = JoinPages(sources);
  EXPECT_EQ(pages.text.pieces.back(), source.families[0].samples);
  EXPECT_EQ(pages.openmetrics.pieces.back(), source.families[0].samples);
}

TEST(Pages, OfNothingAreEmpty) {
  const Pages pages = JoinPages({});
  EXPECT_TRUE(pages.text.pieces.empty());
  EXPECT_EQ(RenderTail({}, Format::kText), "");
  EXPECT_EQ(RenderTail({}, Format::kOpenMetrics), "# EOF\n");
}

}  // namespace
}  // namespace pitel
