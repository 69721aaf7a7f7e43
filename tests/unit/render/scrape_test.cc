#include "render/scrape.h"

#include <gtest/gtest.h>
#include <zlib.h>

#include "unit/render/example.h"

namespace pitel {
namespace {

using testing::ExampleScrape;
using testing::Join;

constexpr Format kFormats[] = {Format::kText, Format::kOpenMetrics};

// Decodes exactly one gzip member, checksum and size included; empty if it is
// damaged or anything follows it.
std::string Gunzip(const std::string& member) {
  z_stream stream{};
  inflateInit2(&stream, 16 + MAX_WBITS);
  std::string text(1 << 24, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(member.data()));
  stream.avail_in = static_cast<uInt>(member.size());
  stream.next_out = reinterpret_cast<Bytef*>(text.data());
  stream.avail_out = static_cast<uInt>(text.size());
  const int outcome = inflate(&stream, Z_FINISH);
  const bool whole = outcome == Z_STREAM_END && stream.avail_in == 0;
  text.resize(whole ? stream.total_out : 0);
  inflateEnd(&stream);
  return text;
}

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
  const auto page = std::make_shared<const Page>();
  EXPECT_EQ(Gunzip(Join(Scrape(page, "x 1\n", true))), "x 1\n");
  const std::string empty = Join(Scrape(page, "", true));
  EXPECT_EQ(empty.size(), 20u);
  EXPECT_EQ(Gunzip(empty), "");
}

TEST(Scrape, CompressedOfALargePageDecodesToTheText) {
  Family family;
  family.header = {"pitel_large", "Large.", MetricType::kGauge, {"n"}};
  std::vector<std::string> names;
  for (int i = 0; i < 50'000; ++i) names.push_back(std::to_string(i * 7919));
  for (const auto& name : names) family.Add({name}, 1);
  const auto source = RenderSource({&family, 1}, "a");
  const RenderedSource* const sources[] = {&source, &source, &source};
  const auto pages = std::make_shared<const Pages>(JoinPages(sources));
  const std::shared_ptr<const Page> page(pages, &pages->text);
  const Scrape text(page, "", false);
  const Scrape gzip(page, "", true);
  EXPECT_LT(gzip.size(), text.size() / 4);
  EXPECT_EQ(Gunzip(Join(gzip)), Join(text));
}

TEST(Scrape, OfTheSameStateHasTheSameBytes) {
  EXPECT_EQ(Join(ExampleScrape(Format::kText, true)),
            Join(ExampleScrape(Format::kText, true)));
}

TEST(Scrape, ViewsThePiecesOfThePageAndKeepsThem) {
  auto page = std::make_shared<Page>();
  page->pieces = {MakePiece("x 1\n")};
  const SharedPiece piece = page->pieces[0];
  const Scrape scrape(std::move(page), "", false);
  EXPECT_EQ(scrape.buffer(1).data(), piece->text.data());
  EXPECT_EQ(piece.use_count(), 2);
}

}  // namespace
}  // namespace pitel
