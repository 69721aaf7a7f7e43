#include "serve/rate_limiter.h"

#include <gtest/gtest.h>

namespace pitel {
namespace {

using namespace std::chrono_literals;

constexpr SteadyTime kNow(1000s);

int CountAllowed(RateLimiter& limiter, SteadyTime now, int requests) {
  int allowed = 0;
  for (int i = 0; i < requests; ++i) allowed += limiter.Allow(now) ? 1 : 0;
  return allowed;
}

TEST(RateLimiter, AllowsABurstAndThenOneEachInterval) {
  RateLimiter limiter({2s, 3});
  EXPECT_EQ(CountAllowed(limiter, kNow, 10), 3);
  EXPECT_EQ(CountAllowed(limiter, kNow + 1999ms, 10), 0);
  EXPECT_EQ(CountAllowed(limiter, kNow + 2s, 10), 1);
  EXPECT_EQ(CountAllowed(limiter, kNow + 6s, 10), 2);
  EXPECT_EQ(CountAllowed(limiter, kNow + 1h, 10), 3);
}

TEST(RateLimiter, CountsPartsOfAnInterval) {
  RateLimiter limiter({1s, 1});
  EXPECT_TRUE(limiter.Allow(kNow));
  EXPECT_FALSE(limiter.Allow(kNow + 500ms));
  EXPECT_TRUE(limiter.Allow(kNow + 1s));
}

TEST(RateLimiter, IsOffWithoutAnInterval) {
  for (const auto interval : {0ns, -5ns}) {
    RateLimiter limiter({interval, 0});
    EXPECT_EQ(CountAllowed(limiter, kNow, 11), 11);
  }
}

TEST(RateLimiter, AllowsNothingWithoutABurst) {
  RateLimiter limiter({1s, 0});
  EXPECT_EQ(CountAllowed(limiter, kNow, 3), 0);
  EXPECT_EQ(CountAllowed(limiter, kNow + 1h, 3), 0);
}

}  // namespace
}  // namespace pitel
