#include "doctor/target_observer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "scripted_polls.h"

namespace pitel {
namespace {

using ::testing::ElementsAre;
using ::testing::Pair;

TEST(TargetObserver, CountsRowsAgainstTheirTotal) {
  ScriptedPolls polls;
  polls.PollBody(MonitorBody({Phone("1")}, "1"));
  polls.PollBody(MonitorBody({Phone("1")}, "2"));
  polls.PollBody(MonitorBody({Phone("1")}, "\"0\""));
  polls.PollBody(MonitorBody({Phone("1")}, ""));
  EXPECT_EQ(polls.seen().responses, 4u);
  EXPECT_EQ(polls.seen().total_equal, 1u);
  EXPECT_EQ(polls.seen().total_more, 1u);
  EXPECT_EQ(polls.seen().total_fewer, 1u);
  EXPECT_EQ(polls.seen().total_absent, 1u);
}

TEST(TargetObserver, CountsIdleAndDuplicateRows) {
  ScriptedPolls polls;
  polls.Poll({Phone("1"), InCall("2", "a", "ONCALL"),
              InCall("2", "a", "ONCALL"), InCall("3", "a", "ONCALL")});
  polls.Poll({InCall("2", "a", "ONCALL")});
  EXPECT_EQ(polls.seen().all_rows, 5u);
  EXPECT_EQ(polls.seen().idle_rows, 1u);
  EXPECT_EQ(polls.seen().responses_with_idle_rows, 1u);
  EXPECT_EQ(polls.seen().duplicate_rows, 1u);
  EXPECT_EQ(polls.seen().responses_with_duplicates, 1u);
}

TEST(TargetObserver, CountsStatesDirectionsAndTenants) {
  ScriptedPolls polls;
  RowFields other = InCall("1", "a", "away", {{"direction", "sideways"}});
  other["domain_name"] = "two.example.com";
  polls.Poll({other, InCall("2", "b", "Held", {{"direction", "LOCAL"}}),
              InCall("3", "c", ""), InCall("4", "", "RINGING")});
  const Observations& seen = polls.seen();
  EXPECT_EQ(seen.states[StateWordOf("HELD")], 1u);
  EXPECT_EQ(seen.states[StateWordOf("RINGING")], 1u);
  EXPECT_EQ(seen.states[kEmptyState], 1u);
  EXPECT_EQ(seen.states[kOtherState], 1u);
  EXPECT_THAT(seen.directions, ElementsAre(0, 0, 1, 1, 2));
  EXPECT_EQ(seen.tenants, 2u);
  EXPECT_EQ(seen.calls_without_call_id, 1u);
}

TEST(TargetObserver, CountsFailuresByOperationAndReason) {
  ScriptedPolls polls;
  polls.observer.Failed({Operation::kToken, FailureReason::kForbidden, "", {}});
  polls.observer.Failed({Operation::kToken, FailureReason::kForbidden, "", {}});
  EXPECT_THAT(
      polls.seen().failures,
      ElementsAre(Pair(Pair(Operation::kToken, FailureReason::kForbidden), 2)));
}

TEST(TargetObserver, KeepsTimesAndSizes) {
  ScriptedPolls polls;
  polls.clock_skew = 2;
  polls.Poll({});
  EXPECT_EQ(polls.seen().seconds.Median(), 0.1);
  EXPECT_EQ(polls.seen().bytes.Median(), 21);
  EXPECT_EQ(polls.seen().clock_skew.Median(), 2);
}

TEST(TargetObserver, TellsWhetherQueuesAreListed) {
  TargetObserver observer;
  observer.QueueResponded(std::nullopt, 3);
  Failure failure;
  failure.reason = FailureReason::kHttp4xx;
  failure.status = 404;
  observer.QueueResponded(failure, 0);
  observer.QueueResponded(Failure{Operation::kMonitor, FailureReason::kSchema},
                          0);
  const QueueEndpoint& queue = observer.observations().queue;
  EXPECT_EQ(queue.requests, 3u);
  EXPECT_EQ(queue.lists, 1u);
  EXPECT_EQ(queue.not_a_list, 1u);
  EXPECT_EQ(queue.rows.Highest(), 3);
  EXPECT_THAT(queue.statuses, ElementsAre(Pair(404, 1)));
}

}  // namespace
}  // namespace pitel
