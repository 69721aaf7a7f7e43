#include "queues/queue_monitor.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/tenant_patterns.h"

namespace pitel {
namespace {

using std::chrono::hours;
using std::chrono::seconds;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Key;
using ::testing::Pair;
using ::testing::UnorderedElementsAre;
using Queue = QueueSnapshot::Queue;

// Times are seconds since the first poll.
class QueueMonitorTest : public testing::Test {
 protected:
  static std::string Row(const std::string& queue, const std::string& call,
                         const std::string& status = "Waiting") {
    return R"({"call_center_queue_uuid": ")" + queue + R"(", "call_uuid": ")" +
           call + R"(", "status": ")" + status + R"("},)";
  }

  CountedQueueResponse Count(int time, const std::string& tenant,
                             std::string rows) {
    if (!rows.empty()) rows.pop_back();
    const std::string document = R"({"data": [)" + rows + "]}";
    TextSource body(document);
    auto response = monitor_.Read(rules_, body);
    EXPECT_TRUE(response.ok());
    const Moment sent{SteadyTime(hours(50) + seconds(time)),
                      WallTime(seconds(1'714'960'800 + time))};
    return monitor_.Count(rules_, *std::move(response), tenant, {sent, {}});
  }
  QueueSnapshot Poll(int time, const std::string& tenant,
                     const std::string& rows) {
    auto counted = Count(time, tenant, rows);
    QueueSnapshot snapshot = counted.snapshot;
    monitor_.Commit(std::move(counted));
    return snapshot;
  }
  // By tenant and queue.
  std::map<std::pair<std::string, std::string>, std::uint64_t> Joined() const {
    std::map<std::pair<std::string, std::string>, std::uint64_t> joined;
    const QueueTotals& totals = monitor_.history().tracker.totals();
    for (const auto& [labels, id] : totals.ids()) {
      joined[labels] = totals[id].joined;
    }
    return joined;
  }

  QueueRules rules_;
  QueueMonitor monitor_;
};

TEST_F(QueueMonitorTest, CountsUnderTheTenant) {
  Poll(0, "t", "");
  const auto snapshot = Poll(10, "t", Row("a", "1") + Row("b", "1"));
  EXPECT_THAT(snapshot.queues, ElementsAre(Queue{{"t", "a"}, 1, seconds(0)},
                                           Queue{{"t", "b"}, 1, seconds(0)}));
  EXPECT_THAT(Joined(), ElementsAre(Pair(std::pair("t", "a"), 1),
                                    Pair(std::pair("t", "b"), 1)));
}

TEST_F(QueueMonitorTest, KnowsOnlyWhatWasCommitted) {
  Poll(0, "t", "");
  Count(10, "t", Row("a", "1"));
  EXPECT_THAT(Joined(), IsEmpty());
  Poll(20, "t", Row("a", "1"));
  EXPECT_THAT(Joined(), ElementsAre(Pair(std::pair("t", "a"), 1)));
}

TEST_F(QueueMonitorTest, MovesNoCountWhenTheTenantBecomesKnown) {
  Poll(0, "", Row("a", "0"));
  Poll(10, "", Row("a", "1"));
  const auto snapshot =
      Poll(20, "t", Row("a", "1", "Answered") + Row("a", "2"));
  EXPECT_THAT(Joined(), ElementsAre(Pair(std::pair("t", "a"), 1),
                                    Pair(std::pair("unknown", "a"), 1)));
  const QueueTotals& totals = monitor_.history().tracker.totals();
  EXPECT_EQ(totals[totals.ids().at({"unknown", "a"})].answered, 1u)
      << "a caller counts where it began";
  EXPECT_THAT(snapshot.queues, ElementsAre(Queue{{"t", "a"}, 1, seconds(0)}));
}

TEST_F(QueueMonitorTest, CountsNothingOfATenantThatTheFilterExcludes) {
  rules_.filter.exclude = ParseTenantPatterns({"unknown"});
  Poll(0, "", "");
  const auto left_out = Poll(10, "", Row("a", "1"));
  EXPECT_TRUE(left_out.left_out);
  EXPECT_THAT(left_out.queues, IsEmpty());
  EXPECT_THAT(Joined(), IsEmpty());
  const auto first = Poll(20, "t", Row("a", "1"));
  EXPECT_EQ(first.waiting(), 1u);
  EXPECT_THAT(Joined(), ElementsAre(Pair(std::pair("t", "a"), 0)))
      << "as in the first response";
  Poll(30, "", Row("a", "1") + Row("a", "2"));
  for (int time = 40; time < 100; time += 10) Poll(time, "", "");
  const QueueTotals& totals = monitor_.history().tracker.totals();
  EXPECT_EQ(totals[totals.ids().at({"t", "a"})].lost, 0u);
}

TEST_F(QueueMonitorTest, FoldsQueuesBeyondTheLimit) {
  rules_.queues = 2;
  Poll(0, "t", "");
  const auto snapshot = Poll(
      10, "t", Row("a", "1") + Row("b", "1") + Row("c", "1") + Row("d", "1"));
  EXPECT_THAT(snapshot.queues,
              ElementsAre(Queue{{"t", "_other"}, 2, seconds(0)},
                          Queue{{"t", "a"}, 1, seconds(0)},
                          Queue{{"t", "b"}, 1, seconds(0)}));
}

TEST_F(QueueMonitorTest, KeepsAQueueAtZeroForTheTtl) {
  rules_.series_ttl = seconds(60);
  Poll(0, "t", Row("a", "1", "Abandoned"));
  EXPECT_THAT(Poll(60, "t", "").queues,
              ElementsAre(Queue{{"t", "a"}, 0, seconds(0)}));
  EXPECT_THAT(Joined(), UnorderedElementsAre(Key(std::pair("t", "a"))));
  EXPECT_THAT(Poll(61, "t", "").queues, IsEmpty());
  EXPECT_THAT(Joined(), IsEmpty());
}

TEST_F(QueueMonitorTest, KeepsNoQueueLongerThanTheTtlForACaller) {
  rules_.series_ttl = seconds(60);
  rules_.grace = hours(1);
  Poll(0, "t", "");
  Poll(10, "t", Row("a", "1") + Row("b", "1", "strange"));
  Poll(70, "t", "");
  EXPECT_EQ(Joined().size(), 2u);
  Poll(71, "t", "");
  EXPECT_THAT(Joined(), IsEmpty());
}

TEST_F(QueueMonitorTest, KeepsNoQueueOfAFormerTenantLongerThanTheTtl) {
  rules_.series_ttl = seconds(60);
  Poll(0, "", "");
  Poll(10, "", Row("a", "1"));
  for (int time = 20; time <= 80; time += 10) Poll(time, "t", Row("a", "1"));
  EXPECT_THAT(Joined(), UnorderedElementsAre(Key(std::pair("t", "a"))));
}

TEST_F(QueueMonitorTest, ShowsAnEmptyListUnderTheFoldedTenant) {
  rules_.tenants = 1;
  Poll(0, "t", "");
  EXPECT_THAT(Poll(10, "u", Row("a", "1")).queues,
              ElementsAre(Queue{{"_other", "a"}, 1, seconds(0)}));
  EXPECT_THAT(Poll(20, "u", "").queues,
              ElementsAre(Queue{{"_other", "a"}, 0, seconds(0)}));
}

}  // namespace
}  // namespace pitel
