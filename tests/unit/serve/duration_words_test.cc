#include "serve/duration_words.h"

#include <gtest/gtest.h>

namespace pitel {
namespace {

using namespace std::chrono_literals;

TEST(DurationInWords, KeepsTwoUnits) {
  EXPECT_EQ(DurationInWords(-5s), "0 ms");
  EXPECT_EQ(DurationInWords(999'999us), "999 ms");
  EXPECT_EQ(DurationInWords(1s), "1 s");
  EXPECT_EQ(DurationInWords(9999ms), "9.9 s");
  EXPECT_EQ(DurationInWords(10s), "10 s");
  EXPECT_EQ(DurationInWords(59'999ms), "59 s");
  EXPECT_EQ(DurationInWords(60s), "1 min 0 s");
  EXPECT_EQ(DurationInWords(3599s), "59 min 59 s");
  EXPECT_EQ(DurationInWords(25h - 1s), "1 d 0 h");
  EXPECT_EQ(DurationInWords(24h - 1s), "23 h 59 min");
  EXPECT_EQ(DurationInWords(24h * 400), "400 d 0 h");
}

}  // namespace
}  // namespace pitel
