#include "fetch/http_date.h"

#include <gtest/gtest.h>

namespace pitel {
namespace {

using std::chrono::seconds;
using std::chrono::sys_seconds;

constexpr sys_seconds kExample{seconds(784'111'777)};

TEST(ParseHttpDate, AcceptsTheThreeFormsOfTheStandard) {
  EXPECT_EQ(ParseHttpDate("Sun, 06 Nov 1994 08:49:37 GMT"), kExample);
  EXPECT_EQ(ParseHttpDate("Sunday, 06-Nov-94 08:49:37 GMT"), kExample);
  EXPECT_EQ(ParseHttpDate("Sun Nov  6 08:49:37 1994"), kExample);
}

TEST(ParseHttpDate, AcceptsALeapDayAndALeapSecond) {
  EXPECT_EQ(ParseHttpDate("Thu, 29 Feb 2024 00:00:00 GMT"),
            sys_seconds(seconds(1'709'164'800)));
  EXPECT_EQ(ParseHttpDate("Sat, 31 Dec 2016 23:59:60 GMT"),
            sys_seconds(seconds(1'483'228'800)));
}

TEST(ParseHttpDate, RefusesWhatIsNoDate) {
  for (const char* text : {"",
                           "now",
                           "-1",
                           "0",
                           "Sun, 06 Nov 1994",
                           "Sun, 31 Feb 2024 00:00:00 GMT",
                           "Sun, 06 Nov 1994 24:00:00 GMT",
                           "Sun, 06 Nov 1994 08:49:37 CET",
                           "Sun, 06 Nov 199999 08:49:37 GMT",
                           "Sun, 06 XXX 1994 08:49:37 GMT",
                           "Sun, +6 Nov 1994 08:49:37 GMT",
                           "Sun, 06 Nov 1894 08:49:37 GMT",
                           "Sun, 00 Nov 1994 08:49:37 GMT",
                           "Sun, 06 Nov 1994 08:49 GMT",
                           "Sun, 06 Nov 1994 08:49:37",
                           "Sun, 06 Nov 1994 08:49:37 GMT+1",
                           "Sun, 06 Nov 1994 08:60:37 GMT",
                           "Sun, 31 Nov 1994 08:49:60 GMT",
                           "EST Feb 30 08:49:37 1994",
                           "Sun EST  6 08:49:37 1994",
                           "Sun, 06 Nov 1994 08:49:37 GMT GMT",
                           "2023-04-10 17:02:51",
                           "1994-11-06T08:49:37Z",
                           "20231110",
                           " ",
                           "yesterday"}) {
    EXPECT_FALSE(ParseHttpDate(text)) << text;
  }
}

TEST(ParseRetryAfter, AcceptsSeconds) {
  EXPECT_EQ(ParseRetryAfter("120", kExample), seconds(120));
  EXPECT_EQ(ParseRetryAfter(" 0 ", kExample), seconds(0));
}

TEST(ParseRetryAfter, ConvertsADateToAWait) {
  const auto now = kExample - seconds(90);
  EXPECT_EQ(ParseRetryAfter("Sun, 06 Nov 1994 08:49:37 GMT", now), seconds(90));
  EXPECT_EQ(
      ParseRetryAfter("Sun, 06 Nov 1994 08:49:37 GMT", kExample + seconds(5)),
      seconds(0));
}

TEST(ParseRetryAfter, CutsAtAYear) {
  const seconds year = std::chrono::hours(24 * 365);
  EXPECT_EQ(ParseRetryAfter("99999999999999999999999", kExample), year);
  EXPECT_EQ(ParseRetryAfter("9223372036854775807", kExample), year);
  EXPECT_EQ(ParseRetryAfter("Fri, 31 Dec 9999 23:59:59 GMT", kExample), year);
}

TEST(ParseRetryAfter, RefusesOtherTexts) {
  for (const char* text : {"", "soon", "-5", "1.5", "+3", "0x10"}) {
    EXPECT_FALSE(ParseRetryAfter(text, kExample)) << text;
  }
}

}  // namespace
}  // namespace pitel
