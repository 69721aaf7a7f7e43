#include "render/scrape.h"

#include <gtest/gtest.h>

#include "support/gzip.h"
#include "unit/render/example.h"

namespace pitel {
namespace {

using testing::ExampleScrape;
using testing::Join;

constexpr Format kFormats[] = {Format::kText, Format::kOpenMetrics};

TEST(Scrape, StatesItsSize) {
  for (const Format format : kFormats) {
    for (const bool gzip : {false, true}) {
      const Scrape scrape = ExampleScrape(format, gzip);
      EXPECT_EQ(scrape.size(), Join(scrape).size());
    }
  }
}

TEST(Scrape, CompressedDecodesToTheText) {
  for (const Format format : kFormats) {
    const std::string text = Join(ExampleScrape(format, false));
    EXPECT_GT(text.size(), 1000u);
    EXPECT_EQ(Gunzip(Join(ExampleScrape(format, true))), text);
  }
}

TEST(Scrape, CompressedOfAnEmptyPageIsAGzipMember) {
  const auto page = Page({}).Make({Format::kText, true});
  EXPECT_EQ(Gunzip(Join(Scrape(page, "x 1\n", true))), "x 1\n");
  EXPECT_EQ(Gunzip(Join(Scrape(page, "", true)) + "x"), "");
  EXPECT_EQ(Join(Scrape(page, "", true)).size(), 28u);
}

TEST(Scrape, CompressedOfALargePageDecodesToTheText) {
  static constexpr FamilyHeader kLarge{
      "pitel_large", "Large.", MetricType::kGauge, {"n"}};
  Family family(kLarge);
  std::vector<std::string> names;
  for (int i = 0; i < 50'000; ++i) names.push_back(std::to_string(i * 7919));
  for (const auto& name : names) family.Add({name}, 1);
  const auto source = RenderSource({&family, 1}, "a");
  const Page page({source, source, source});
  const Scrape text = testing::ScrapeOf(page, {Format::kText, false});
  const Scrape gzip = testing::ScrapeOf(page, {Format::kText, true});
  EXPECT_LT(gzip.size(), text.size() / 4);
  EXPECT_TRUE(Gunzip(Join(gzip)) == Join(text));
}

TEST(Scrape, OfTheSameStateHasTheSameBytes) {
  EXPECT_EQ(Join(ExampleScrape(Format::kText, true)),
            Join(ExampleScrape(Format::kText, true)));
}

TEST(Scrape, SharesThePage) {
  const auto page = Page(testing::ExampleSources()).Make({Format::kText});
  const Scrape scrape(page, "", false);
  EXPECT_EQ(scrape.page().data(), page->bytes.data());
  EXPECT_EQ(page.use_count(), 2);
}

}  // namespace
}  // namespace pitel
