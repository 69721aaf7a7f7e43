#include "base/clock.h"

#include <gtest/gtest.h>

namespace pitel {
namespace {

using namespace std::chrono_literals;

TEST(SystemClock, ReadsBothClocksOfTheSystem) {
  const auto steady = std::chrono::steady_clock::now();
  const auto wall = std::chrono::system_clock::now();
  const Moment now = SystemClock().Now();
  EXPECT_GE(now.steady, steady);
  EXPECT_LE(now.steady, std::chrono::steady_clock::now());
  EXPECT_LT(now.wall - wall, 1h);
  EXPECT_GT(now.wall - wall, -1h);
}

TEST(Middle, IsBetweenTwoTimesInEitherOrder) {
  const SteadyTime early(1h);
  const SteadyTime late(3h);
  EXPECT_EQ(Middle(early, late), SteadyTime(2h));
  EXPECT_EQ(Middle(late, early), SteadyTime(2h));
  EXPECT_EQ(Middle(SteadyTime::max() - 2ns, SteadyTime::max()),
            SteadyTime::max() - 1ns)
      << "no overflow";
}

TEST(Seconds, KeepsTheFraction) {
  EXPECT_EQ(Seconds(1500ms), 1.5);
  EXPECT_EQ(Seconds(-250us), -0.00025);
}

TEST(FormatUtc, KnowsNoOtherZone) {
  EXPECT_EQ(FormatUtc(WallTime(784'111'777s + 999ms), "%a, %d %b %Y %T"),
            "Sun, 06 Nov 1994 08:49:37");
}

TEST(UnixSeconds, CountsFromTheEpoch) {
  EXPECT_EQ(UnixSeconds(WallTime()), 0);
  EXPECT_EQ(UnixSeconds(WallTime(784'111'777s + 500ms)), 784'111'777.5);
}

}  // namespace
}  // namespace pitel
