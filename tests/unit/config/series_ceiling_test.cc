#include "config/series_ceiling.h"

#include <gtest/gtest.h>

namespace pitel {
namespace {

TEST(SeriesCeiling, CountsEveryFamilyOnce) {
  // 12 calls, 12 legs, 4 extensions, 2 stale; 2 ringing, a peak, 16 counters,
  // 8 lost, 13 for the wait; 15 devices, 48 for the duration, 2 requests, 32
  // failures, 24 for their duration, and 19 single ones.
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

TEST(SeriesCeiling, AddsTheQueuesIfTheyArePolled) {
  CallRules rules;
  rules.limits = {1, 1, 100};
  QueueOptions queues;
  queues.most_queues = 2;
  const auto without = SeriesCeiling(rules, queues);
  EXPECT_EQ(without, SeriesCeiling(rules));
  queues.enabled = true;
  // 6 pairs of 2 tenants with 3 queues; 4 counters and 26 for the waits of
  // each, 2 gauges for each queue; 1 request, 16 failures, 12 for its duration.
  EXPECT_EQ(SeriesCeiling(rules, queues) - without, 6u * 30 + 3 * 2 + 29 + 1);
  rules.limits = {1000, 1, 1};
  const auto many = SeriesCeiling(rules);
  EXPECT_EQ(SeriesCeiling(rules, queues) - many, 1005u * 30 + 3 * 2 + 29 + 1);
  EXPECT_EQ(kSeriesPerQueue, 32u);
}

}  // namespace
}  // namespace pitel
