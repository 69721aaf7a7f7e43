#include "calls/leg_ages.h"

#include <gtest/gtest.h>

namespace pitel {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::nanoseconds;
using std::chrono::seconds;
using std::chrono::sys_seconds;

constexpr sys_seconds kEpoch{seconds(1'700'000'000)};

// `after` seconds into the test, on both clocks.
Moment At(int after) {
  return {SteadyTime(seconds(1000 + after)), kEpoch + seconds(after)};
}

CallRow Leg(std::uint64_t leg, sys_seconds call_time,
            CallState state = CallState::kRinging) {
  CallRow row;
  row.state = state;
  row.leg = leg;
  row.call_time = call_time;
  return row;
}

CallRow Leg(std::uint64_t leg, int call_time) {
  return Leg(leg, kEpoch + seconds(call_time));
}

MonitorResponse Complete(std::vector<CallRow> rows) {
  MonitorResponse response;
  response.rows = std::move(rows);
  return response;
}

MonitorResponse Incomplete(std::vector<CallRow> rows) {
  MonitorResponse response = Complete(std::move(rows));
  response.summary.reported_rows = 1000;
  return response;
}

class LegAgesTest : public testing::Test {
 protected:
  std::vector<LegTime> Update(const MonitorResponse& response,
                              const Moment& now) {
    LegAges next;
    auto times = ages_.Update(rules_, response, now, next);
    ages_ = std::move(next);
    return times;
  }
  nanoseconds AgeOfFirst(const MonitorResponse& response, const Moment& now) {
    return Update(response, now).at(0).age;
  }

  CallRules rules_;
  LegAges ages_;
};

TEST_F(LegAgesTest, TrustsACallTimeOfTheFirstPoll) {
  EXPECT_EQ(AgeOfFirst(Complete({Leg(1, -7200)}), At(0)), hours(2));
  EXPECT_EQ(AgeOfFirst(Complete({Leg(1, -7200)}), At(10)),
            hours(2) + seconds(10));
}

TEST_F(LegAgesTest, CountsFromFirstSeenWithoutACallTimeInTheFirstPoll) {
  EXPECT_EQ(AgeOfFirst(Complete({Leg(1, kNoCallTime)}), At(0)), seconds(0));
  EXPECT_EQ(AgeOfFirst(Complete({Leg(1, kNoCallTime)}), At(10)), seconds(10));
}

TEST_F(LegAgesTest, IsBoundedByTheLastCompletePollWithoutTheLeg) {
  Update(Complete({}), At(0));
  Update(Complete({}), At(10));
  EXPECT_EQ(AgeOfFirst(Complete({Leg(1, -7200)}), At(20)), seconds(10));
  EXPECT_EQ(AgeOfFirst(Complete({Leg(1, -7200)}), At(30)), seconds(20));
}

TEST_F(LegAgesTest, UsesACallTimeWithinTheBound) {
  Update(Complete({}), At(0));
  EXPECT_EQ(AgeOfFirst(Complete({Leg(1, 7)}), At(10)), seconds(3));
}

TEST_F(LegAgesTest, CountsFromThatPollWithoutACallTime) {
  Update(Complete({}), At(0));
  EXPECT_EQ(AgeOfFirst(Complete({Leg(1, kNoCallTime)}), At(10)), seconds(10));
  EXPECT_EQ(AgeOfFirst(Complete({Leg(1, kNoCallTime)}), At(20)), seconds(20));
}

TEST_F(LegAgesTest, BoundsALegThatLeftAndCameBack) {
  Update(Complete({Leg(1, -100)}), At(0));
  Update(Complete({}), At(10));
  EXPECT_EQ(AgeOfFirst(Complete({Leg(1, -100)}), At(20)), seconds(10));
}

TEST_F(LegAgesTest, DoesNotInferAbsenceFromAnIncompleteResponse) {
  Update(Complete({Leg(1, -100)}), At(0));
  Update(Incomplete({}), At(10));
  EXPECT_EQ(AgeOfFirst(Complete({Leg(1, -100)}), At(20)), seconds(120));
}

TEST_F(LegAgesTest, BoundsALegOfAnIncompleteResponseByTheCompleteOneBefore) {
  Update(Complete({}), At(0));
  EXPECT_EQ(AgeOfFirst(Incomplete({Leg(1, -100)}), At(10)), seconds(10));
  EXPECT_EQ(AgeOfFirst(Complete({Leg(1, -100)}), At(20)), seconds(20));
}

TEST_F(LegAgesTest, IsNotMovedByAJumpOfTheWallClock) {
  Update(Complete({Leg(1, -60)}), At(0));
  Moment now = At(10);
  now.wall += hours(24 * 365 * 3);
  EXPECT_EQ(AgeOfFirst(Complete({Leg(1, -60)}), now), seconds(70));
}

TEST_F(LegAgesTest, FollowsACallTimeThatMoves) {
  Update(Complete({Leg(1, -60)}), At(0));
  EXPECT_EQ(AgeOfFirst(Complete({Leg(1, 5)}), At(10)), seconds(5));
}

TEST_F(LegAgesTest, UsesACallTimeOnceItIsUsable) {
  Update(Complete({Leg(1, kNoCallTime)}), At(0));
  EXPECT_EQ(AgeOfFirst(Complete({Leg(1, 2)}), At(10)), seconds(8));
}

TEST_F(LegAgesTest, GivesEachRowItsOwnTime) {
  const auto times =
      Update(Complete({Leg(2, -5), CallRow(), Leg(1, -9)}), At(0));
  EXPECT_EQ(times[0].age, seconds(5));
  EXPECT_EQ(times[2].age, seconds(9));
}

TEST_F(LegAgesTest, CallsALegStaleThatIsOlderThanItsLimit) {
  const auto limit = kEpoch - rules_.stale_ringing_after;
  const auto longer = kEpoch - rules_.stale_oncall_after;
  const auto times =
      Update(Complete({
                 Leg(1, std::chrono::floor<seconds>(limit)),
                 Leg(2, std::chrono::floor<seconds>(limit) - seconds(1)),
                 Leg(3, std::chrono::floor<seconds>(limit) - seconds(1),
                     CallState::kOncall),
                 Leg(4, std::chrono::floor<seconds>(longer) - seconds(1),
                     CallState::kOncall),
                 Leg(5, std::chrono::floor<seconds>(longer) - seconds(1),
                     CallState::kUnknown),
             }),
             At(0));
  EXPECT_FALSE(times[0].stale);
  EXPECT_TRUE(times[1].stale);
  EXPECT_FALSE(times[2].stale);
  EXPECT_TRUE(times[3].stale);
  EXPECT_FALSE(times[4].stale);
}

TEST_F(LegAgesTest, ForgetsAbsentLegsBeyondItsLimit) {
  for (const std::size_t limit : {1, 2}) {
    ages_ = LegAges();
    rules_.tracked_calls = limit;
    Update(Incomplete({Leg(1, kNoCallTime), Leg(2, kNoCallTime)}), At(10));
    Update(Incomplete({Leg(3, kNoCallTime)}), At(20));
    EXPECT_EQ(AgeOfFirst(Incomplete({Leg(1, kNoCallTime)}), At(30)),
              seconds(limit == 1 ? 0 : 20));
  }
}

// Clocks differ: a call_time that is a little ahead means now.
TEST_F(LegAgesTest, TreatsACallTimeOfTheNextMinuteAsNow) {
  EXPECT_EQ(AgeOfFirst(Complete({Leg(1, 60)}), At(0)), seconds(0));
  EXPECT_EQ(AgeOfFirst(Complete({Leg(1, 60)}), At(10)), seconds(10));
  EXPECT_TRUE(Update(Complete({Leg(2, 60)}), At(0))[0].call_time_usable);
  EXPECT_FALSE(Update(Complete({Leg(3, 61)}), At(0))[0].call_time_usable);
  EXPECT_FALSE(
      Update(Complete({Leg(4, kNoCallTime)}), At(0))[0].call_time_usable);
}

TEST_F(LegAgesTest, UsesACallTimeFromTheFutureOnceItIsNear) {
  Update(Complete({}), At(0));
  EXPECT_EQ(AgeOfFirst(Complete({Leg(1, 100)}), At(10)), seconds(10));
  EXPECT_TRUE(Update(Complete({Leg(1, 100)}), At(50))[0].call_time_usable);
}

// Our clock is set back. A known call_time stays usable.
TEST_F(LegAgesTest, KeepsAGhostStaleWhenOurClockGoesBack) {
  Update(Complete({}), At(0));
  const auto before = Update(Complete({Leg(1, 5)}), At(10));
  Moment back = At(20);
  back.wall -= hours(3);
  const auto after = Update(Complete({Leg(1, 5)}), back);
  EXPECT_EQ(after[0].age, before[0].age + seconds(10));
  EXPECT_TRUE(after[0].call_time_usable);
  Moment late = At(10 + 6 * 60);
  late.wall -= hours(3);
  EXPECT_TRUE(Update(Complete({Leg(1, 5)}), late)[0].stale);
}

// A leg with two rows, each with its own call_time, as from a phone that is
// registered twice.
TEST_F(LegAgesTest, KeepsACallTimeThatAnIncompleteResponseDoesNotShow) {
  const Moment set_back{At(20).steady, At(20).wall - hours(1)};
  for (const CallRow& other : {Leg(1, kNoCallTime), Leg(1, -20), Leg(1, -5)}) {
    ages_ = LegAges();
    Update(Complete({Leg(1, -10), other}), At(0));
    Update(Incomplete({other}), At(10));
    EXPECT_EQ(AgeOfFirst(Complete({Leg(1, -10)}), set_back), seconds(30));
  }
}

TEST_F(LegAgesTest, ForgetsACallTimeThatACompleteResponseDoesNotShow) {
  const Moment set_back{At(20).steady, At(20).wall - hours(1)};
  Update(Complete({Leg(1, -10)}), At(0));
  Update(Complete({Leg(1, -5)}), At(10));
  EXPECT_FALSE(
      Update(Complete({Leg(1, -10)}), set_back).at(0).call_time_usable);
}

// Comparing each of a hundred thousand rows with each other would take minutes.
TEST_F(LegAgesTest, IsNoSlowerForALegWithManyCallTimes) {
  std::vector<CallRow> rows;
  for (int i = 0; i < 100'000; ++i) rows.push_back(Leg(1, -i));
  for (int second = 0; second < 30; second += 10) {
    const auto times = Update(Complete(rows), At(second));
    EXPECT_EQ(times.at(5).age, seconds(second + 5));
  }
}

TEST_F(LegAgesTest, DoesNotChangeUntilTheNextStateIsCommitted) {
  LegAges next;
  ages_.Update(rules_, Complete({}), At(0), next);
  EXPECT_EQ(AgeOfFirst(Complete({Leg(1, -60)}), At(10)), seconds(70))
      << "not bounded by a poll that was not committed";
}

TEST_F(LegAgesTest, CountsFromFirstSeenWhenTheCallTimeIsGone) {
  Update(Complete({Leg(1, -5)}), At(0));
  EXPECT_EQ(AgeOfFirst(Complete({Leg(1, kNoCallTime)}), At(10)), seconds(10));
}

TEST_F(LegAgesTest, BoundsALaterCallTimeLikeTheFirst) {
  Update(Complete({}), At(0));
  Update(Complete({Leg(1, 8)}), At(10));
  EXPECT_EQ(AgeOfFirst(Complete({Leg(1, -100)}), At(20)), seconds(20));
}

TEST_F(LegAgesTest, IsNotBoundedByAnIncompleteResponseWithoutTheLeg) {
  Update(Complete({}), At(0));
  Update(Incomplete({}), At(10));
  EXPECT_EQ(AgeOfFirst(Complete({Leg(1, kNoCallTime)}), At(20)), seconds(20));
}

}  // namespace
}  // namespace pitel
