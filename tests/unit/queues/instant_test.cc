#include "queues/instant.h"

#include <gtest/gtest.h>

namespace pitel {
namespace {

using std::chrono::hours;
using std::chrono::microseconds;
using std::chrono::seconds;

const TimeZone kZone{hours(7)};
// 2024-05-06T02:00:00Z.
constexpr WallTime kInstant{seconds(1'714'960'800)};

TEST(Instant, IsTheSameInEveryZone) {
  for (const char* text :
       {"2024-05-06T02:00:00Z", "2024-05-06T09:00:00+07:00",
        "2024-05-05T21:30:00-04:30", "2024-05-06 09:00:00"}) {
    EXPECT_EQ(ParseInstant(text, kZone), kInstant) << text;
  }
}

TEST(Instant, HasAFraction) {
  const auto fraction_of = [](const char* text) {
    return ParseInstant(text, kZone) - kInstant;
  };
  EXPECT_EQ(fraction_of("2024-05-06T02:00:00.5Z"), microseconds(500'000));
  EXPECT_EQ(fraction_of("2024-05-06T02:00:00.000001Z"), microseconds(1));
  EXPECT_EQ(fraction_of("2024-05-06T09:00:00.123456789+07:00"),
            microseconds(123'456));
}

TEST(Instant, IsNoneForWhatTheApiWritesForNone) {
  for (const char* text :
       {"", "none", "1970-01-01T08:00:00+08:00", "1970-01-01T00:00:00Z",
        "1969-12-31T17:00:00-07:00", "0001-01-01T00:00:00Z",
        "0001-01-01T00:00:00+07:00", "0000-12-31T00:00:00Z"}) {
    EXPECT_EQ(ParseInstant(text, kZone), kNoInstant) << text;
  }
}

TEST(Instant, IsNoneIfItIsNoTimeOrTooFarAway) {
  for (const char* text :
       {"2024-05-06", "2024-02-30T00:00:00Z", "2024-05-06T02:00:00.Z",
        "2200-01-01T00:00:00Z", "9999-12-31T23:59:59Z"}) {
    EXPECT_EQ(ParseInstant(text, kZone), kNoInstant) << text;
  }
  EXPECT_NE(ParseInstant("2199-12-31T23:59:59.9Z", kZone), kNoInstant);
}

}  // namespace
}  // namespace pitel
