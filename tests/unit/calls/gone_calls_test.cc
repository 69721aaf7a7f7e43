#include "calls/gone_calls.h"

#include <gtest/gtest.h>

namespace pitel {
namespace {

using std::chrono::minutes;
using std::chrono::nanoseconds;

constexpr std::size_t kPlenty = 1000;

SteadyTime At(int minute) { return SteadyTime(minutes(100 + minute)); }

TEST(GoneCalls, ContainNothingAtFirst) {
  EXPECT_FALSE(GoneCalls().Contains(0));
  EXPECT_FALSE(GoneCalls().Contains(7));
}

TEST(GoneCalls, ContainTheCallIdsThatWereAdded) {
  GoneCalls gone;
  gone.Add({3, 3, 5}, At(0), kPlenty);
  gone.Add({1, 4}, At(1), kPlenty);
  for (const std::uint64_t id : {1, 3, 4, 5}) EXPECT_TRUE(gone.Contains(id));
  for (const std::uint64_t id : {0, 2, 6}) EXPECT_FALSE(gone.Contains(id));
}

TEST(GoneCalls, AreForgottenAfterAQuarterOfAnHour) {
  GoneCalls gone;
  gone.Add({1}, At(0), kPlenty);
  gone.Add({2}, At(1), kPlenty);
  gone.Expire(At(15));
  EXPECT_TRUE(gone.Contains(1)) << "kept for 15 minutes";
  gone.Expire(At(15) + nanoseconds(1));
  EXPECT_FALSE(gone.Contains(1));
  EXPECT_TRUE(gone.Contains(2));
}

TEST(GoneCalls, AreKeptFromTheLastTimeTheyWent) {
  GoneCalls gone;
  gone.Add({1, 2}, At(0), kPlenty);
  gone.Add({1}, At(10), kPlenty);
  gone.Expire(At(20));
  EXPECT_TRUE(gone.Contains(1));
  EXPECT_FALSE(gone.Contains(2));
}

TEST(GoneCalls, AreLimitedInNumber) {
  GoneCalls gone;
  gone.Add({1}, At(0), 2);
  gone.Add({3}, At(1), 2);
  EXPECT_TRUE(gone.Contains(1)) << "the limit is not exceeded";
  gone.Add({2}, At(2), 2);
  EXPECT_FALSE(gone.Contains(1)) << "the oldest";
  EXPECT_TRUE(gone.Contains(2));
  EXPECT_TRUE(gone.Contains(3));
}

TEST(GoneCalls, OfTheSameTimeAreForgottenTogether) {
  GoneCalls gone;
  gone.Add({1, 2, 3}, At(0), 4);
  gone.Add({4, 5}, At(1), 4);
  for (const std::uint64_t id : {1, 2, 3}) EXPECT_FALSE(gone.Contains(id));
  for (const std::uint64_t id : {4, 5}) EXPECT_TRUE(gone.Contains(id));
}

TEST(GoneCalls, AreForgottenAtOnceIfTooManyGoTogether) {
  GoneCalls gone;
  gone.Add({1}, At(0), 2);
  gone.Add({2, 3, 4}, At(1), 2);
  for (const std::uint64_t id : {1, 2, 3, 4}) EXPECT_FALSE(gone.Contains(id));
  gone.Add({5}, At(2), 2);
  EXPECT_TRUE(gone.Contains(5));
}

TEST(GoneCalls, ThatGoAgainCountOnce) {
  GoneCalls gone;
  gone.Add({1, 2}, At(0), 2);
  gone.Add({1, 2}, At(1), 2);
  EXPECT_TRUE(gone.Contains(1));
  EXPECT_TRUE(gone.Contains(2));
}

TEST(GoneCalls, AreNotKeptIfTheLimitIsZero) {
  GoneCalls gone;
  gone.Add({1}, At(0), 0);
  EXPECT_FALSE(gone.Contains(1));
}

TEST(GoneCalls, CountTowardsTheLimitOncePerCallId) {
  GoneCalls gone;
  gone.Add({1, 1}, At(0), 1);
  EXPECT_TRUE(gone.Contains(1));
}

TEST(GoneCalls, AreForgottenInOrderOfTimeNotOfCallId) {
  GoneCalls gone;
  gone.Add({5}, At(0), 2);
  gone.Add({1}, At(1), 2);
  gone.Add({3}, At(2), 2);
  EXPECT_FALSE(gone.Contains(5));
  EXPECT_TRUE(gone.Contains(1));
  EXPECT_TRUE(gone.Contains(3));
}

}  // namespace
}  // namespace pitel
