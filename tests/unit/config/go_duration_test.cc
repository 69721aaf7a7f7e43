#include "config/go_duration.h"

#include <gtest/gtest.h>

namespace pitel {
namespace {

using namespace std::chrono_literals;

TEST(GoDuration, IsReadAsGoReadsIt) {
  EXPECT_EQ(*ParseGoDuration("1s"), 1s);
  EXPECT_EQ(*ParseGoDuration("1.5h"), 90min);
  EXPECT_EQ(*ParseGoDuration("300ms"), 300ms);
  EXPECT_EQ(*ParseGoDuration("1h2m3s4ms5us6ns"),
            1h + 2min + 3s + 4ms + 5us + 6ns);
  EXPECT_EQ(*ParseGoDuration("1m1h"), 61min);
  EXPECT_EQ(*ParseGoDuration(".5s"), 500ms);
  EXPECT_EQ(*ParseGoDuration("2.s"), 2s);
  EXPECT_EQ(*ParseGoDuration("3\u00b5s"), 3us);
  EXPECT_EQ(*ParseGoDuration("3\u03bcs"), 3us);
  EXPECT_EQ(*ParseGoDuration("0"), 0s);
  EXPECT_EQ(*ParseGoDuration("-0"), 0s);
  EXPECT_EQ(*ParseGoDuration("-1.5s"), -1500ms);
  EXPECT_EQ(*ParseGoDuration("+1s"), 1s);
}

TEST(GoDuration, IsRefusedWithoutAUnitOrWithAnotherOne) {
  for (const auto* text : {"", "1", "1d", "1w", "s", ".s", "1 s", "1s ", "1S",
                           "--1s", "1.2.3s", "1e3s", "-", "3000000h", "1s0"}) {
    EXPECT_FALSE(ParseGoDuration(text).ok()) << text;
  }
}

}  // namespace
}  // namespace pitel
