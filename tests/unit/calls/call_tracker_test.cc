#include "calls/call_tracker.h"

#include <gtest/gtest.h>

#include "legs.h"

namespace pitel {
namespace {

using std::chrono::seconds;

// A tenant with one server, polled every 10 s with a grace of 30 s. The rules
// of following are tested from end to end in tests/following.
class CallTrackerTest : public testing::Test {
 protected:
  std::vector<SteadyTime> Poll(int second, const std::vector<Leg>& legs,
                               bool complete = true) {
    MonitorResponse response = ResponseWith(legs);
    if (!complete) response.summary.reported_rows = legs.size() + 1;
    const Moment now{SteadyTime(seconds(5000 + second)),
                     WallTime(seconds(1'700'000'000 + second))};
    const std::vector<LegTime> times(legs.size());
    const auto labels = folding_.Update({}, LabelsOf(response), now.steady);
    const auto identifiers =
        IdentifyLegs(response, times, hash_, rules_.caller_key);
    const CallGroups groups = GroupLegs(response, identifiers);
    return tracker_.Update(rules_,
                           {response, labels, times, identifiers, groups}, now);
  }

  const CallCounts& counts() const {
    return tracker_.totals().tenants.at("t").counts[0];
  }

  CallRules rules_;
  KeyedHash hash_;
  Folding folding_;
  CallTracker tracker_;
};

TEST_F(CallTrackerTest, HasATenantsCountersFromItsFirstRowOn) {
  Poll(0, {{0, CallState::kIdle}});
  EXPECT_EQ(counts(), CallCounts{});
  EXPECT_TRUE(tracker_.calls().empty());
}

TEST_F(CallTrackerTest, KnowsTheCallsOfTheFirstPollWithoutCountingThem) {
  Poll(0, {{1}, {2, CallState::kOncall}});
  EXPECT_EQ(tracker_.calls().size(), 2u);
  Poll(10, {{1}, {2, CallState::kOncall}, {3}});
  EXPECT_EQ(counts(), (CallCounts{.started = 1}));
}

TEST_F(CallTrackerTest, GivesTheStartOfACallerWhoIsOfferedAgainAndAgain) {
  Poll(0, {});
  Poll(10, {{1, CallState::kRinging, 7, 8}});
  Poll(20, {{2, CallState::kRinging, 7, 8}});
  Poll(30, {});
  const auto since = Poll(40, {{3, CallState::kRinging, 7, 8}});
  EXPECT_EQ(since, std::vector{SteadyTime(seconds(5005))});
  EXPECT_EQ(counts(), (CallCounts{.started = 1}));
}

TEST_F(CallTrackerTest, NeverMergesKnownCalls) {
  Poll(0, {});
  Poll(10, {{1, CallState::kRinging, 7, 8}, {2}});
  Poll(20, {{1, CallState::kRinging, 7, 8}, {2, CallState::kRinging, 7, 8}});
  EXPECT_EQ(tracker_.calls().size(), 2u);
  Poll(30, {{1, CallState::kOncall, 7, 8}, {2, CallState::kRinging, 7, 8}});
  EXPECT_EQ(counts(), (CallCounts{.started = 2, .answered = 1}));
}

TEST_F(CallTrackerTest, FollowsACallToAnotherTenant) {
  const Leg moved{.call_id = 1, .state = CallState::kOncall, .tenant = 1};
  Poll(0, {});
  Poll(10, {{1}});
  Poll(20, {moved});
  EXPECT_EQ(counts(), (CallCounts{.started = 1, .answered = 1}));
  Poll(30, {moved, {1}});
  EXPECT_EQ(tracker_.calls().size(), 1u) << "known in both by now";
}

TEST_F(CallTrackerTest, SeparatesCallsOfOneCallIdByTenant) {
  const Leg other{.call_id = 1, .tenant = 1};
  Poll(0, {});
  Poll(10, {{1}, other});
  Poll(20, {other, {1, CallState::kOncall}});
  EXPECT_EQ(counts(), (CallCounts{.started = 1, .answered = 1}));
  EXPECT_EQ(tracker_.totals().tenants.at("u").counts[0],
            (CallCounts{.started = 1}));
}

// Comparing each of a hundred thousand legs with each call would take minutes.
TEST_F(CallTrackerTest, IsNoSlowerIfAllCallsShareANumberOrCallId) {
  std::vector<Leg> legs;
  for (std::uint64_t i = 0; i < 100'000; ++i) {
    legs.push_back({i + 1, CallState::kRinging, 7, 0});
  }
  Poll(0, legs);
  EXPECT_EQ(tracker_.calls().size(), legs.size());
  for (Leg& leg : legs) leg.call_id += legs.size();
  Poll(10, legs);
  EXPECT_EQ(tracker_.calls().size(), legs.size());
}

TEST_F(CallTrackerTest, FollowsTwoRowsOfAPhoneWithoutACallIdAsOne) {
  const Leg phone{.phone = 1};
  Poll(0, {});
  Poll(10, {phone, {2}, phone});
  EXPECT_EQ(tracker_.calls().size(), 2u);
  Poll(20, {phone, {2}});
  EXPECT_EQ(counts(), (CallCounts{.started = 2}));
}

TEST_F(CallTrackerTest, EndsNoAbsentCallBeforeTimeWhileThereIsRoom) {
  rules_.tracked_calls = 3;
  Poll(0, {});
  Poll(10, {{1}});
  Poll(20, {{2}});
  Poll(30, {{2}});
  Poll(40, {{3}, {4}});
  EXPECT_EQ(counts(), (CallCounts{.started = 4, .unanswered = 1}))
      << "the first is gone, which makes room for the second";
}

TEST_F(CallTrackerTest, DoesNotFollowATalkThatNothingIdentifies) {
  Poll(0, {});
  for (int second = 10; second < 100; second += 10) {
    Poll(second, {{0, CallState::kOncall, 7, 8}});
  }
  EXPECT_EQ(counts(), CallCounts{});
}

TEST_F(CallTrackerTest, ForgetsOldCallIdsOfACallKnownByPlenty) {
  Poll(0, {});
  std::uint64_t id = 1;
  for (; id <= 100; ++id) {
    Poll(static_cast<int>(10 * id), {{id, CallState::kRinging, 7, 8}});
  }
  EXPECT_EQ(counts(), (CallCounts{.started = 1}));
  EXPECT_LE(tracker_.calls().front().identifiers, 16u);
  Poll(static_cast<int>(10 * id), {{1, CallState::kOncall}});
  EXPECT_EQ(tracker_.calls().size(), 2u) << "a call_id of long ago";
}

TEST_F(CallTrackerTest, IsBoundedWhileCallIdsChangeWithEachPoll) {
  rules_.tracked_calls = 100;
  std::uint64_t id = 1;
  for (int second = 0; second < 1000; second += 10) {
    std::vector<Leg> legs;
    for (int i = 0; i < 60; ++i) legs.push_back({id++});
    Poll(second, legs);
    EXPECT_LE(tracker_.calls().size(), 120u);
  }
}

TEST_F(CallTrackerTest, IsBoundedWhileResponsesStayIncomplete) {
  rules_.tracked_calls = 100;
  std::uint64_t id = 1;
  for (int second = 0; second < 1000; second += 10) {
    std::vector<Leg> legs;
    for (int i = 0; i < 60; ++i) legs.push_back({id++});
    Poll(second, legs, false);
    EXPECT_LE(tracker_.calls().size(), 160u);
  }
}

TEST_F(CallTrackerTest, ForgetsOldCallIdsAlsoWhileResponsesStayIncomplete) {
  Poll(0, {});
  Poll(10, {{1, CallState::kRinging, 7, 8}});
  for (std::uint64_t id = 2; id <= 1000; ++id) {
    Poll(static_cast<int>(10 * id), {{id, CallState::kRinging, 7, 8}}, false);
    EXPECT_EQ(tracker_.calls().size(), 1u);
  }
  Poll(10'010, {{2, CallState::kRinging}}, false);
  EXPECT_EQ(tracker_.calls().size(), 2u) << "a call_id of long ago";
}

TEST_F(CallTrackerTest, StartsNothingInAPollWithMoreCallsThanItFollows) {
  rules_.tracked_calls = 3;
  Poll(0, {{1}});
  Poll(10, {{1}, {2}, {3}, {4}});
  EXPECT_EQ(counts().started, 0u);
  Poll(20, {{1}, {2}, {5}});
  EXPECT_EQ(counts().started, 1u) << "only the one that was not there";
}

}  // namespace
}  // namespace pitel
