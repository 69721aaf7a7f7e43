#include "calls/known_call.h"

#include <gtest/gtest.h>

namespace pitel {
namespace {

using std::chrono::seconds;
using Standing = KnownCall::Standing;

constexpr Sighting kRings{CallState::kRinging, true};
constexpr Sighting kTalks{CallState::kOncall, true};
constexpr Sighting kUnknown{CallState::kUnknown, true};
constexpr Sighting kStale{CallState::kIdle, true};

SteadyTime At(int second) { return SteadyTime(seconds(1000 + second)); }

ComparedResponse Complete(int second) {
  return {.time = At(second), .gone_after = 3};
}

ComparedResponse Incomplete(int second) {
  ComparedResponse response = Complete(second);
  response.complete = false;
  return response;
}

ComparedResponse AfterGap(int second) {
  ComparedResponse response = Complete(second);
  response.opening = response.after_gap = true;
  return response;
}

// A call that began at 5, when the last poll without it was at 0.
class KnownCallTest : public testing::Test {
 protected:
  KnownCallTest() {
    call_.start = At(5);
    call_.answer = At(0);
    call_.tenant = totals_.Of("t").id;
    call_.direction = Direction::kInbound;
  }

  bool Missed(const ComparedResponse& response) {
    return Miss(response, call_, totals(), totals_.duration);
  }

  const CallCounts& counts() const { return totals_.tenants.at("t").counts[0]; }
  double waited() const { return totals_.tenants.at("t").wait.sum; }
  double lasted() const { return totals_.duration[0].sum; }

  TenantTotals& totals() { return totals_.Of("t"); }

  CallTotals totals_;
  KnownCall call_;
};

TEST_F(KnownCallTest, RingsIsAnsweredAndEnds) {
  Observe(kRings, Complete(10), call_, totals());
  EXPECT_EQ(counts(), (CallCounts{.started = 1}));
  Observe(kRings, Complete(20), call_, totals());
  Observe(kTalks, Complete(30), call_, totals());
  EXPECT_EQ(counts(), (CallCounts{.started = 1, .answered = 1}));
  EXPECT_EQ(waited(), 20) << "from 5 to the middle of 20 and 30";
  Observe(kTalks, Complete(40), call_, totals());
  EXPECT_FALSE(Missed(Complete(50)));
  EXPECT_FALSE(Missed(Complete(60)));
  EXPECT_TRUE(Missed(Complete(70)));
  EXPECT_EQ(counts(), (CallCounts{.started = 1, .answered = 1, .ended = 1}));
  EXPECT_EQ(lasted(), 40) << "from 5 to the middle of 40 and 50";
}

TEST_F(KnownCallTest, LearnsItsDirectionWhenItStarts) {
  call_.direction = Direction::kUnknown;
  Observe(kUnknown, Complete(10), call_, totals());
  Observe({CallState::kRinging, true, Direction::kInbound}, Complete(20), call_,
          totals());
  EXPECT_EQ(counts(), (CallCounts{.started = 1}));
  Observe({CallState::kOncall, true, Direction::kLocal}, Complete(30), call_,
          totals());
  EXPECT_EQ(counts(), (CallCounts{.started = 1, .answered = 1}));
}

TEST_F(KnownCallTest, IsAnsweredBetweenPolls) {
  Observe(kTalks, Complete(10), call_, totals());
  EXPECT_EQ(counts(), (CallCounts{.started = 1, .answered = 1}));
  EXPECT_EQ(waited(), 2.5) << "from 5 to the middle of 5 and 10";
}

TEST_F(KnownCallTest, IsUnansweredWhenGone) {
  Observe(kRings, Complete(10), call_, totals());
  EXPECT_FALSE(Missed(Complete(20)));
  EXPECT_FALSE(Missed(Complete(30)));
  EXPECT_EQ(counts().unanswered, 0u);
  EXPECT_TRUE(Missed(Complete(40)));
  EXPECT_EQ(counts(), (CallCounts{.started = 1, .unanswered = 1}));
  EXPECT_EQ(lasted(), 0);
}

TEST_F(KnownCallTest, NeverLeftIfItComesBackInTime) {
  Observe(kTalks, Complete(10), call_, totals());
  EXPECT_FALSE(Missed(Complete(20)));
  EXPECT_FALSE(Missed(Complete(30)));
  Observe(kTalks, Complete(40), call_, totals());
  EXPECT_FALSE(Missed(Complete(50)));
  EXPECT_FALSE(Missed(Complete(60)));
  EXPECT_TRUE(Missed(Complete(70)));
  EXPECT_EQ(lasted(), 40) << "from 5 to the middle of 40 and 50";
}

TEST_F(KnownCallTest, IsAnsweredOnce) {
  Observe(kTalks, Complete(10), call_, totals());
  Observe(kRings, Complete(20), call_, totals());
  Observe(kTalks, Complete(30), call_, totals());
  EXPECT_EQ(counts().answered, 1u);
  EXPECT_EQ(totals_.Of("t").wait.buckets.back().cumulative_count, 1u);
}

TEST_F(KnownCallTest, IsNotChangedByAnUnknownState) {
  Observe(kUnknown, Complete(10), call_, totals());
  EXPECT_EQ(call_.standing, Standing::kPending);
  Observe(kRings, Complete(20), call_, totals());
  EXPECT_EQ(counts().started, 1u);
  Observe(kUnknown, Complete(30), call_, totals());
  Observe(kTalks, Complete(40), call_, totals());
  EXPECT_EQ(waited(), 25) << "from 5 to the middle of 20 and 40";
}

TEST_F(KnownCallTest, IsNotStartedByAnIncompleteResponse) {
  Observe(kTalks, Incomplete(10), call_, totals());
  EXPECT_EQ(counts(), CallCounts{});
  Observe(kTalks, Complete(20), call_, totals());
  EXPECT_EQ(counts(), (CallCounts{.started = 1, .answered = 1}));
  EXPECT_EQ(waited(), 2.5) << "as the first response that had it says";
}

TEST_F(KnownCallTest, IsAnsweredButNotEndedByAnIncompleteResponse) {
  Observe(kRings, Complete(10), call_, totals());
  Observe(kTalks, Incomplete(20), call_, totals());
  EXPECT_EQ(counts().answered, 1u);
  for (int second = 30; second < 100; second += 10) {
    EXPECT_FALSE(Missed(Incomplete(second)));
  }
  EXPECT_FALSE(Missed(Complete(100)));
  EXPECT_FALSE(Missed(Complete(110)));
  EXPECT_TRUE(Missed(Complete(120)));
  EXPECT_EQ(lasted(), 55) << "from 5 to the middle of 20 and 100";
}

TEST_F(KnownCallTest, IsLeftOutIfItMayHaveBeenThereBefore) {
  ComparedResponse first = Complete(10);
  first.opening = true;
  Observe(kRings, first, call_, totals());
  EXPECT_EQ(call_.standing, Standing::kLeftOut);
  Observe(kTalks, Complete(20), call_, totals());
  Missed(Complete(30));
  Missed(Complete(40));
  EXPECT_TRUE(Missed(Complete(50)));
  EXPECT_EQ(counts(), CallCounts{});
  EXPECT_EQ(waited() + lasted(), 0);
}

TEST_F(KnownCallTest, IsLeftOutIfItWasPendingBeforeTheFirstCompletePoll) {
  Observe(kRings, Incomplete(10), call_, totals());
  ComparedResponse first = Complete(20);
  first.opening = true;
  EXPECT_FALSE(Missed(first));
  Observe(kRings, Complete(30), call_, totals());
  EXPECT_EQ(counts(), CallCounts{});
}

TEST_F(KnownCallTest, IsLostWhenItIsAnotherAfterAGap) {
  Observe(kRings, Complete(10), call_, totals());
  Observe(kTalks, AfterGap(200), call_, totals());
  EXPECT_EQ(counts(), (CallCounts{.started = 1, .lost_ringing = 1}));
  EXPECT_EQ(call_.standing, Standing::kLost);
}

TEST_F(KnownCallTest, IsLostWhenItIsNotThereAfterAGap) {
  Observe(kTalks, Complete(10), call_, totals());
  EXPECT_FALSE(Missed(AfterGap(200))) << "it may come back";
  EXPECT_EQ(counts(),
            (CallCounts{.started = 1, .answered = 1, .lost_oncall = 1}));
  EXPECT_EQ(lasted(), 0);
}

TEST_F(KnownCallTest, GoesOnIfItIsTheSameAfterAGap) {
  Observe(kTalks, Complete(10), call_, totals());
  Observe(kTalks, AfterGap(200), call_, totals());
  Observe(kUnknown, AfterGap(400), call_, totals());
  EXPECT_EQ(call_.standing, Standing::kStarted);
}

TEST_F(KnownCallTest, IsNotAnsweredByAnIncompleteResponseAfterAGap) {
  Observe(kRings, Complete(10), call_, totals());
  ComparedResponse response = AfterGap(200);
  response.complete = false;
  Observe(kTalks, response, call_, totals());
  EXPECT_EQ(counts(), (CallCounts{.started = 1}));
  Observe(kTalks, AfterGap(210), call_, totals());
  EXPECT_EQ(counts(), (CallCounts{.started = 1, .lost_ringing = 1}));
}

TEST_F(KnownCallTest, IsLostWhenAllItsLegsAreStale) {
  Observe(kRings, Complete(10), call_, totals());
  EXPECT_TRUE(call_.known_by_numbers());
  Observe(kStale, Incomplete(20), call_, totals());
  EXPECT_EQ(counts().lost_ringing, 0u);
  Observe(kStale, Complete(30), call_, totals());
  EXPECT_EQ(counts(), (CallCounts{.started = 1, .lost_ringing = 1}));
  EXPECT_FALSE(call_.known_by_numbers()) << "a ghost takes nobody's calls";
}

TEST_F(KnownCallTest, IsNotKnownByNumbersOnceAnswered) {
  Observe(kRings, Complete(10), call_, totals());
  EXPECT_TRUE(call_.known_by_numbers());
  Observe(kTalks, Complete(20), call_, totals());
  EXPECT_FALSE(call_.known_by_numbers());
}

TEST_F(KnownCallTest, HasNoWaitUnlessInbound) {
  call_.direction = Direction::kOutbound;
  Observe(kRings, Complete(10), call_, totals());
  Observe(kTalks, Complete(20), call_, totals());
  EXPECT_EQ(totals().counts[1].answered, 1u);
  EXPECT_EQ(waited(), 0);
}

TEST_F(KnownCallTest, IsNotKnownByTheNumbersOfAGhost) {
  Observe(kStale, Complete(10), call_, totals());
  EXPECT_FALSE(call_.known_by_numbers());
  Observe(kStale, Incomplete(20), call_, totals());
  EXPECT_FALSE(call_.known_by_numbers());
  Observe(kRings, Incomplete(30), call_, totals());
  EXPECT_TRUE(call_.known_by_numbers()) << "it rings, whatever else is missing";
  Observe(kStale, Incomplete(40), call_, totals());
  EXPECT_TRUE(call_.known_by_numbers()) << "the leg that rings may be missing";
}

TEST_F(KnownCallTest, IsInTheLastCompletePollIfThatShowedIt) {
  Observe(kRings, Incomplete(10), call_, totals());
  EXPECT_FALSE(call_.in_last_complete);
  Observe(kRings, Complete(20), call_, totals());
  EXPECT_TRUE(call_.in_last_complete);
  EXPECT_FALSE(Missed(Incomplete(30)));
  EXPECT_TRUE(call_.in_last_complete);
  EXPECT_FALSE(Missed(Complete(40)));
  EXPECT_FALSE(call_.in_last_complete);
  Observe(kRings, Incomplete(50), call_, totals());
  EXPECT_FALSE(call_.in_last_complete);
}

TEST_F(KnownCallTest, CountsAsStartedEvenIfItWasMissedBefore) {
  Observe(kRings, Incomplete(10), call_, totals());
  EXPECT_FALSE(Missed(Complete(20)));
  Observe(kRings, Complete(30), call_, totals());
  EXPECT_EQ(counts(), (CallCounts{.started = 1}));
}

}  // namespace
}  // namespace pitel
