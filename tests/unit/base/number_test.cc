#include "base/number.h"

#include <gtest/gtest.h>

#include <cstdint>

namespace pitel {
namespace {

TEST(TakeNumber, RemovesTheNumberFromTheText) {
  std::string_view text = "12.0";
  EXPECT_EQ(TakeNumber<int>(text), 12);
  EXPECT_EQ(text, ".0");
}

TEST(TakeNumber, LeavesOtherTextAlone) {
  for (const std::string_view text : {"", "s", " 1", "+1", "-1", "256"}) {
    std::string_view rest = text;
    EXPECT_FALSE(TakeNumber<std::uint8_t>(rest)) << text;
    EXPECT_EQ(rest, text);
  }
}

TEST(ParseNumber, ParsesTheWholeTextOrFails) {
  EXPECT_EQ(ParseNumber<std::uint64_t>("18446744073709551615"), UINT64_MAX);
  EXPECT_EQ(ParseNumber<int>("-7"), -7);
  EXPECT_EQ(ParseNumber<double>("1.5e3"), 1500.0);
  for (const char* text : {"", "1 ", "1.0", "0x1", "18446744073709551616"}) {
    EXPECT_FALSE(ParseNumber<std::uint64_t>(text)) << text;
  }
}

}  // namespace
}  // namespace pitel
