#include "endpoint/timestamp.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace pitel {
namespace {

using std::chrono::seconds;
using std::chrono::sys_seconds;
using ::testing::HasSubstr;

const TimeZone kHanoi{std::chrono::hours(7)};

// Seconds since the epoch, or -1.
std::int64_t Parsed(std::string_view text, const TimeZone& zone = kHanoi) {
  const auto time = ParseTimestamp(text, zone);
  return time ? time->time_since_epoch().count() : -1;
}

TEST(ParseTimestamp, ReadsLocalTimeOfTheZone) {
  EXPECT_EQ(Parsed("2023-04-10 17:02:51"), 1'681'120'971);
  EXPECT_EQ(Parsed("2023-04-10 17:02:51", TimeZone()), 1'681'146'171);
  EXPECT_EQ(Parsed("2000-01-01 00:00:00", TimeZone()),
            kTimestampFloor.time_since_epoch().count());
}

TEST(ParseTimestamp, AcceptsASeparatorTAndAFraction) {
  EXPECT_EQ(Parsed("2023-04-10T17:02:51"), 1'681'120'971);
  EXPECT_EQ(Parsed("2023-04-10 17:02:51.999999999"), 1'681'120'971);
  EXPECT_EQ(Parsed("2023-04-10T17:02:51.5Z"), 1'681'146'171);
}

TEST(ParseTimestamp, LetsAnOffsetBeatTheZone) {
  EXPECT_EQ(Parsed("2023-04-10 10:02:51Z"), 1'681'120'971);
  EXPECT_EQ(Parsed("2023-04-10T10:02:51+00:00"), 1'681'120'971);
  EXPECT_EQ(Parsed("2023-04-10 05:32:51-04:30"), 1'681'120'971);
  EXPECT_EQ(Parsed("2023-04-11 00:02:51+14:00"), 1'681'120'971);
}

TEST(ParseTimestamp, KnowsTheCalendar) {
  EXPECT_EQ(Parsed("2024-02-29 00:00:00", TimeZone()), 1'709'164'800);
  for (const char* text :
       {"2023-02-29 00:00:00", "2100-02-29 00:00:00", "2023-04-31 00:00:00",
        "2023-00-10 00:00:00", "2023-13-10 00:00:00", "2023-01-00 00:00:00",
        "2023-01-32 00:00:00", "2023-01-01 24:00:00", "2023-01-01 00:60:00",
        "2023-01-01 00:00:60"}) {
    EXPECT_EQ(Parsed(text), -1) << text;
  }
}

TEST(ParseTimestamp, RefusesEveryOtherFormat) {
  for (const char* text : {"",
                           "none",
                           "2023-04-10",
                           "2023-04-10 17:02",
                           "2023-04-10  17:02:51",
                           "2023-4-10 17:02:51",
                           "23-04-10 17:02:51",
                           "2023/04/10 17:02:51",
                           "2023-04-10t17:02:51",
                           "2023-04-10 17:02:51z",
                           "2023-04-10 17:02:51 Z",
                           "2023-04-10 17:02:51.",
                           "2023-04-10 17:02:51.Z",
                           "2023-04-10 17:02:51,5",
                           "2023-04-10 17:02:51+0700",
                           "2023-04-10 17:02:51+07",
                           "2023-04-10 17:02:51+07:60",
                           "2023-04-10 17:02:51+14:01",
                           "2023-04-10 17:02:51+15:00",
                           "2023-04-10 17:02:51Z+07:00",
                           "2023-04-10 17:02:51x",
                           " 2023-04-10 17:02:51",
                           "2023-04-10 17:02:51 ",
                           "+023-04-10 17:02:51",
                           "-023-04-10 17:02:51",
                           "2023-04-10 1a:02:51",
                           "2023-04-10 -1:02:51",
                           "1681120971",
                           "2023-04-10 17:02:51+07:0"}) {
    EXPECT_EQ(Parsed(text), -1) << text;
  }
}

TEST(ParseTimestamp, LeavesUnusableYearsToItsCaller) {
  const auto none = ParseTimestamp("0001-01-01 00:00:00", kHanoi);
  ASSERT_TRUE(none);
  EXPECT_LT(*none, kTimestampFloor);
  EXPECT_LT(*ParseTimestamp("1970-01-01 08:00:00", kHanoi), kTimestampFloor);
  EXPECT_TRUE(ParseTimestamp("0000-01-01 00:00:00", kHanoi));
  EXPECT_GT(*ParseTimestamp("9999-12-31 23:59:59", kHanoi), kTimestampFloor);
}

TEST(ParseTimestamp, RefusesEveryTruncation) {
  const std::string whole = "2023-04-10T17:02:51.5+07:00";
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const bool usable = size == 19 || size == 21;
    EXPECT_EQ(Parsed(whole.substr(0, size)) != -1, usable) << size;
  }
}

TEST(TimeZone, AcceptsFixedOffsets) {
  EXPECT_EQ(Parsed("2023-04-10 17:02:51", *TimeZone::Parse("+07:00")),
            1'681'120'971);
  EXPECT_EQ(Parsed("2023-04-10 06:32:51", *TimeZone::Parse("-03:30")),
            1'681'120'971);
  EXPECT_TRUE(TimeZone::Parse("+14:00").ok());
  EXPECT_TRUE(TimeZone::Parse("-14:00").ok());
}

TEST(TimeZone, AcceptsNamesOfTheSystem) {
  const auto hanoi = TimeZone::Parse("Asia/Ho_Chi_Minh");
  ASSERT_TRUE(hanoi.ok()) << hanoi.error().message;
  EXPECT_EQ(Parsed("2023-04-10 17:02:51", *hanoi), 1'681'120'971);
  const auto berlin = TimeZone::Parse("Europe/Berlin");
  ASSERT_TRUE(berlin.ok());
  EXPECT_EQ(Parsed("2023-01-10 11:02:51", *berlin), 1'673'344'971);
  EXPECT_EQ(Parsed("2023-04-10 12:02:51", *berlin), 1'681'120'971);
}

// Berlin, 2023: clocks went from 02:00 to 03:00 on 26 March at 01:00 UTC, and
// from 03:00 back to 02:00 on 29 October at 01:00 UTC.
TEST(TimeZone, PrintsWhatItReadsBack) {
  for (const char* text : {"+07:00", "-03:30", "+00:00", "-14:00",
                           "Asia/Ho_Chi_Minh", "America/St_Johns"}) {
    const auto zone = TimeZone::Parse(text);
    ASSERT_TRUE(zone.ok()) << text;
    EXPECT_EQ(zone->Text(), text);
    EXPECT_EQ(*TimeZone::Parse(zone->Text()), *zone);
  }
  EXPECT_NE(*TimeZone::Parse("+07:00"), *TimeZone::Parse("+07:30"));
}

TEST(TimeZone, ReadsARepeatedHourAsTheLaterOne) {
  const auto berlin = TimeZone::Parse("Europe/Berlin");
  EXPECT_EQ(Parsed("2023-10-29 02:30:00", *berlin), 1'698'543'000);
}

TEST(TimeZone, ReadsASkippedHourAsTheMomentOfTheChange) {
  const auto berlin = TimeZone::Parse("Europe/Berlin");
  EXPECT_EQ(Parsed("2023-03-26 02:30:00", *berlin), 1'679'792'400);
}

TEST(TimeZone, RefusesOthersAndSaysWhatIsAccepted) {
  for (const char* text :
       {"", "7", "+7", "+7:00", "+0700", "07:00", "+14:01", "+15:00", "+07:60",
        "+07:00 ", "Nowhere/Town", "asia/ho_chi_minh", "../../etc/passwd",
        "/etc/passwd", "+", "-"}) {
    const auto zone = TimeZone::Parse(text);
    ASSERT_FALSE(zone.ok()) << text;
    EXPECT_THAT(zone.error().message, HasSubstr("+07:00"));
  }
}

}  // namespace
}  // namespace pitel
