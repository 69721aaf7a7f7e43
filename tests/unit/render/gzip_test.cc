#include "render/gzip.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "support/gzip.h"

namespace pitel {
namespace {

// A member of these parts, and of `tail` as its end.
std::string Member(const std::vector<std::string>& parts,
                   std::string_view tail) {
  GzipWriter writer;
  for (const auto& part : parts) writer.Append(part);
  const std::size_t size = writer.text_size();
  const std::uint32_t crc32 = writer.crc32();
  return std::move(writer).Finish() + GzipEnd(tail, size, crc32);
}

TEST(Gzip, JoinsPartsAndEndToOneMember) {
  EXPECT_EQ(Gunzip(Member({"one ", "", "two "}, "three")), "one two three");
  EXPECT_EQ(Gunzip(Member({"one"}, "")), "one");
  EXPECT_EQ(Gunzip(Member({}, "three")), "three");
}

// A stored block has room for 65,535 bytes.
TEST(Gzip, TakesEndsOfAnyLength) {
  for (const std::size_t size : {65'534, 65'535, 65'536, 200'000}) {
    std::string end(size, 'x');
    end.back() = 'y';
    EXPECT_EQ(Gunzip(Member({"one "}, end)), "one " + end) << size;
  }
}

TEST(Gzip, TakesSeveralEndsForOneBeginning) {
  GzipWriter writer;
  writer.Append("page ");
  const std::size_t size = writer.text_size();
  const std::uint32_t crc32 = writer.crc32();
  const std::string page = std::move(writer).Finish();
  EXPECT_EQ(Gunzip(page + GzipEnd("1", size, crc32)), "page 1");
  EXPECT_EQ(Gunzip(page + GzipEnd("23", size, crc32)), "page 23");
}

TEST(Gzip, CompressesLargeTexts) {
  std::string text;
  for (int i = 0; i < 50'000; ++i) text += std::to_string(i * 7919) + " 1\n";
  const std::string member = Member({text, text, text}, "");
  EXPECT_TRUE(Gunzip(member) == text + text + text);
  EXPECT_LT(member.size(), 3 * text.size() / 2);
}

TEST(GzipWriter, KnowsSizeAndChecksumOfTheText) {
  GzipWriter writer;
  EXPECT_EQ(writer.text_size(), 0u);
  writer.Append("12345");
  writer.Append("6789");
  EXPECT_EQ(writer.text_size(), 9u);
  EXPECT_EQ(writer.crc32(), 0xcbf43926u) << "the usual check value of CRC-32";
}

TEST(Gzip, StatesNoTimeAndNoSystem) {
  const std::string member = Member({"a"}, "b");
  EXPECT_EQ(member.substr(0, 10),
            std::string("\x1f\x8b\x08\0\0\0\0\0\0\xff", 10));
  EXPECT_EQ(Member({"a"}, "b"), member);
}

// Readers check both.
TEST(GzipEnd, StatesChecksumAndSizeOfTheWholeText) {
  GzipWriter writer;
  writer.Append("page ");
  const std::size_t size = writer.text_size();
  const std::uint32_t crc32 = writer.crc32();
  const std::string page = std::move(writer).Finish();
  EXPECT_EQ(Gunzip(page + GzipEnd("1", size + 1, crc32)), "");
  EXPECT_EQ(Gunzip(page + GzipEnd("1", size, crc32 + 1)), "");
}

}  // namespace
}  // namespace pitel
