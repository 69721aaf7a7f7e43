#include "queues/queue_families.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "render/family_text.h"

namespace pitel {
namespace {

using std::chrono::seconds;
using ::testing::HasSubstr;

std::string Text(const std::vector<Family>& families) {
  std::string text;
  for (const Family& family : families) AppendSamples(text, family, "");
  return text;
}

TEST(QueueFamilies, HaveTheGaugesOfEachQueue) {
  QueueSnapshot snapshot;
  snapshot.queues = {{{"t", "a"}, 2, seconds(7)}, {{"t", "b"}, 0, {}}};
  EXPECT_EQ(Text(QueueGauges(snapshot)),
            "pitel_queue_oldest_wait_seconds{tenant=\"t\",queue=\"a\"} 7\n"
            "pitel_queue_oldest_wait_seconds{tenant=\"t\",queue=\"b\"} 0\n"
            "pitel_queue_waiting_callers{tenant=\"t\",queue=\"a\"} 2\n"
            "pitel_queue_waiting_callers{tenant=\"t\",queue=\"b\"} 0\n");
}

TEST(QueueFamilies, HaveTheCountersOfEachQueue) {
  QueueTotals totals;
  totals.List({{"t", "b"}});
  QueueCounts& counts = totals[totals.IdOf({"t", "a"})];
  counts.joined = 4;
  counts.answered = 2;
  counts.abandoned = 1;
  counts.lost = 3;
  ObserveWait(counts.answered_wait, seconds(20));
  ObserveWait(counts.abandoned_wait, seconds(4));
  const std::string text = Text(QueueCounters(totals));
  for (const char* line :
       {"pitel_queue_abandoned_total{tenant=\"t\",queue=\"a\"} 1\n"
        "pitel_queue_abandoned_total{tenant=\"t\",queue=\"b\"} 0\n"
        "pitel_queue_answered_total{tenant=\"t\",queue=\"a\"} 2\n",
        "pitel_queue_joined_total{tenant=\"t\",queue=\"a\"} 4\n",
        "pitel_queue_lost_total{tenant=\"t\",queue=\"a\"} 3\n",
        "pitel_queue_wait_seconds_bucket{tenant=\"t\",queue=\"a\","
        "outcome=\"answered\",le=\"15.0\"} 0\n",
        "pitel_queue_wait_seconds_bucket{tenant=\"t\",queue=\"a\","
        "outcome=\"answered\",le=\"20.0\"} 1\n",
        "pitel_queue_wait_seconds_bucket{tenant=\"t\",queue=\"a\","
        "outcome=\"abandoned\",le=\"5.0\"} 1\n",
        "pitel_queue_wait_seconds_count{tenant=\"t\",queue=\"b\","
        "outcome=\"answered\"} 0\n"}) {
    EXPECT_THAT(text, HasSubstr(line));
  }
}

}  // namespace
}  // namespace pitel
