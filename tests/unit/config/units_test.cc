#include "config/units.h"

#include <gtest/gtest.h>

#include <cstdint>

namespace pitel {
namespace {

using std::chrono::milliseconds;

TEST(ParseDuration, AcceptsTheUnitsOfPrometheus) {
  EXPECT_EQ(*ParseDuration("500ms"), milliseconds(500));
  EXPECT_EQ(*ParseDuration("10s"), milliseconds(10'000));
  EXPECT_EQ(*ParseDuration("1m30s"), milliseconds(90'000));
  EXPECT_EQ(*ParseDuration("4h"), std::chrono::hours(4));
  EXPECT_EQ(*ParseDuration("1d"), std::chrono::hours(24));
  EXPECT_EQ(*ParseDuration("2w"), std::chrono::hours(14 * 24));
  EXPECT_EQ(*ParseDuration("1y"), std::chrono::hours(365 * 24));
  EXPECT_EQ(
      *ParseDuration("1y2w3d4h5m6s7ms"),
      std::chrono::hours((365 + 14 + 3) * 24 + 4) + milliseconds(306'007));
  EXPECT_EQ(*ParseDuration("0"), milliseconds(0));
  EXPECT_EQ(*ParseDuration("0s"), milliseconds(0));
  EXPECT_EQ(*ParseDuration("90m"), std::chrono::minutes(90));
}

TEST(ParseDuration, RefusesOthers) {
  for (const char* text : {"",
                           "1",
                           "00",
                           "s",
                           "1.5s",
                           "-1s",
                           "+1s",
                           " 1s",
                           "1s ",
                           "1 s",
                           "1S",
                           "1s1s",
                           "1s1m",
                           "1ms1s",
                           "1us",
                           "1sec",
                           "1h30",
                           "m",
                           "1mm",
                           "4294967296ms",
                           "99999999999999999999s",
                           "101y",
                           "100y1ms",
                           "4000000000y"}) {
    EXPECT_FALSE(ParseDuration(text).ok()) << text;
  }
}

TEST(FormatDuration, IsReadBackToTheSameDuration) {
  for (const char* text : {"0s", "1ms", "80ms", "10s", "1m30s", "4h", "1d12h",
                           "365d", "1h1ms", "30d"}) {
    EXPECT_EQ(FormatDuration(*ParseDuration(text)), text);
  }
}

TEST(FormatDuration, DropsWhatIsBelowAMillisecond) {
  EXPECT_EQ(FormatDuration(std::chrono::microseconds(80'800)), "80ms");
}

TEST(ParseByteSize, AcceptsBinaryUnits) {
  EXPECT_EQ(*ParseByteSize("64MiB"), 64u << 20);
  EXPECT_EQ(*ParseByteSize("1KiB"), 1024u);
  EXPECT_EQ(*ParseByteSize("5GiB"), std::size_t{5} << 30);
  EXPECT_EQ(*ParseByteSize("17B"), 17u);
}

TEST(ParseByteSize, RefusesOthers) {
  for (const char* text :
       {"", "64", "64MB", "64M", "64mib", "64 MiB", "1.5MiB", "-1B", "+1B",
        "MiB", "0x10B", "18446744073709551616B", "17179869184GiB"}) {
    EXPECT_FALSE(ParseByteSize(text).ok()) << text;
  }
}

TEST(FormatByteSize, IsReadBackToTheSameSize) {
  for (const std::size_t size :
       {std::size_t{0}, std::size_t{1}, std::size_t{1024}, std::size_t{1025},
        std::size_t{256} << 20, (std::size_t{3} << 30) + 1, SIZE_MAX}) {
    EXPECT_EQ(*ParseByteSize(FormatByteSize(size)), size);
  }
  EXPECT_EQ(FormatByteSize(256u << 20), "256MiB");
}

}  // namespace
}  // namespace pitel
