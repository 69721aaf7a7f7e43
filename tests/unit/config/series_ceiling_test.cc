#include "config/series_ceiling.h"

#include <gtest/gtest.h>

namespace pitel {
namespace {

TEST(SeriesCeiling, CountsEveryFamilyOnce) {
  // 12 calls, 12 legs, 4 extensions, 2 stale; 2 ringing, a peak, 16 counters, 8 lost,
  // 13 for the wait; 15 devices, 48 for the duration, 2 requests, 32 failures,
  // 24 for their duration, and 19 single ones.
  EXPECT_EQ(kMostSeries, (SeriesCounts{30, 40, 140}));
  EXPECT_EQ(kUsualSeries, (SeriesCounts{17, 34, 127}));
}

TEST(SeriesCeiling, AddsTheFoldedOnesToTheLimits) {
  CallRules rules;
  rules.limits = {1, 1, 100};
  EXPECT_EQ(SeriesCeiling(rules), 4u * 30 + 2 * 40 + 140);
}

TEST(SeriesCeiling, IsBoundByTheLimitOfPairs) {
  CallRules rules;
  rules.limits = {1000, 200, 500};
  EXPECT_EQ(SeriesCeiling(rules), 1501u * 30 + 1001 * 40 + 140);
}

}  // namespace
}  // namespace pitel
