#include "queues/queue_totals.h"

#include <gtest/gtest.h>

namespace pitel {
namespace {

using std::chrono::hours;
using std::chrono::seconds;

TEST(QueueTotals, KeepTheirIdsUntilTheyAreDropped) {
  QueueTotals totals;
  const auto a = totals.IdOf({"t", "a"});
  const auto b = totals.IdOf({"t", "b"});
  totals[a].joined = 1;
  totals[b].joined = 2;
  totals[b].open_callers = 1;
  totals.List({{"t", "c"}});
  EXPECT_EQ(totals.ids().size(), 2u) << "a is dropped, b still has a caller";
  EXPECT_EQ(totals.IdOf({"t", "b"}), b);
  EXPECT_EQ(totals[b].joined, 2u);
  EXPECT_EQ(totals[totals.IdOf({"t", "c"})].joined, 0u);
  EXPECT_EQ(totals[totals.IdOf({"t", "a"})].joined, 0u);
}

TEST(QueueTotals, StartAtZeroWhenAnIdIsUsedAgain) {
  QueueTotals totals;
  const auto a = totals.IdOf({"t", "a"});
  totals[a].lost = 1;
  ObserveWait(totals[a].answered_wait, seconds(1));
  totals.List({});
  const auto b = totals.IdOf({"t", "b"});
  EXPECT_EQ(b, a);
  EXPECT_EQ(totals[b].lost, 0u);
  EXPECT_EQ(totals[b].answered_wait.sum, 0);
  EXPECT_EQ(totals[b].answered_wait.buckets.back().cumulative_count, 0u);
}

TEST(QueueTotals, ObserveWaitsOfUpToADay) {
  QueueTotals totals;
  HistogramValue& wait = totals[totals.IdOf({"t", "q"})].answered_wait;
  for (const auto time :
       {seconds(-1), seconds(0), seconds(20), seconds(21), seconds(hours(24)),
        seconds(hours(24)) + seconds(1)}) {
    ObserveWait(wait, time);
  }
  EXPECT_EQ(wait.buckets.back().cumulative_count, 4u);
  EXPECT_EQ(wait.buckets[3].upper_bound, 20);
  EXPECT_EQ(wait.buckets[3].cumulative_count, 2u);
  EXPECT_EQ(wait.sum, 20 + 21 + 86'400);
}

}  // namespace
}  // namespace pitel
