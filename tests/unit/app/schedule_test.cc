#include "app/schedule.h"

#include <gtest/gtest.h>

namespace pitel {
namespace {

using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr SteadyTime kFirst{seconds(1000)};

Failure MonitorFailure(FailureReason reason) {
  return {Operation::kMonitor, reason, "", std::nullopt};
}

Failure TokenFailure(FailureReason reason) {
  return {Operation::kToken, reason, "", std::nullopt};
}

Failure RetryAfter(seconds wait) {
  return {Operation::kMonitor, FailureReason::kRateLimited, "", wait};
}

class PollScheduleTest : public testing::Test {
 protected:
  // Polls when due, for one second; how long until the next poll.
  seconds Wait(const std::optional<Failure>& failure, double jitter = 0) {
    const SteadyTime began = schedule_.due();
    schedule_.Polled(failure, began, began + seconds(1), jitter);
    return std::chrono::duration_cast<seconds>(schedule_.due() - began);
  }

  PollSchedule schedule_{seconds(10), kFirst};
};

TEST_F(PollScheduleTest, KeepsToTheGridOfTheInterval) {
  EXPECT_EQ(schedule_.due(), kFirst);
  EXPECT_EQ(Wait({}), seconds(10));
  EXPECT_EQ(Wait({}), seconds(10));
  EXPECT_FALSE(schedule_.awaits_credential());
}

TEST_F(PollScheduleTest, RepeatsAFailedPollAtTheNextInterval) {
  for (const auto reason : {FailureReason::kTimeout, FailureReason::kHttp5xx,
                            FailureReason::kConnect, FailureReason::kParse}) {
    EXPECT_EQ(Wait(MonitorFailure(reason)), seconds(10));
  }
}

TEST_F(PollScheduleTest, WaitsAtLeastAsLongAsItIsAsked) {
  EXPECT_EQ(Wait(RetryAfter(seconds(3))), seconds(10));
  EXPECT_FALSE(schedule_.backs_off());
  EXPECT_EQ(Wait(RetryAfter(seconds(25))), seconds(30));
  EXPECT_TRUE(schedule_.backs_off());
  EXPECT_FALSE(schedule_.awaits_credential());
  EXPECT_EQ(Wait({}), seconds(10)) << "and is back on its rhythm then";
  EXPECT_FALSE(schedule_.awaits_credential());
}

TEST_F(PollScheduleTest, DoesNotWaitLongerThanAQuarterOfAnHour) {
  EXPECT_LE(Wait(RetryAfter(seconds(86'400))), minutes(15) + seconds(20));
  EXPECT_GE(Wait(RetryAfter(seconds(86'400))), minutes(15));
}

TEST_F(PollScheduleTest, DoublesTheWaitOfARefusedCredential) {
  const auto refused = MonitorFailure(FailureReason::kUnauthorized);
  EXPECT_EQ(Wait(refused), seconds(10));
  EXPECT_FALSE(schedule_.awaits_credential());
  EXPECT_EQ(Wait(refused), seconds(30));
  EXPECT_TRUE(schedule_.awaits_credential());
  EXPECT_EQ(Wait(refused), seconds(50));
  EXPECT_EQ(Wait(refused), seconds(90));
  for (int i = 0; i < 40; ++i) Wait(refused);
  EXPECT_EQ(Wait(refused), minutes(5) + seconds(10));
  EXPECT_EQ(Wait({}), seconds(10));
  EXPECT_EQ(Wait(refused), seconds(10)) << "a success resets the wait";
}

TEST_F(PollScheduleTest, BacksOffWhenATokenRequestIsRefused) {
  for (const auto reason :
       {FailureReason::kUnauthorized, FailureReason::kForbidden,
        FailureReason::kRateLimited, FailureReason::kHttp4xx,
        FailureReason::kRedirect}) {
    EXPECT_EQ(Wait(TokenFailure(reason)), seconds(10));
    EXPECT_EQ(Wait(TokenFailure(reason)), seconds(30));
    EXPECT_TRUE(schedule_.awaits_credential());
    EXPECT_EQ(Wait({}), seconds(10));
  }
}

TEST_F(PollScheduleTest, DoesNotBackOffWhenATokenRequestFailsOtherwise) {
  for (const auto reason :
       {FailureReason::kDns, FailureReason::kConnect, FailureReason::kTls,
        FailureReason::kTimeout, FailureReason::kHttp5xx,
        FailureReason::kTruncated, FailureReason::kParse,
        FailureReason::kSchema, FailureReason::kStuck, FailureReason::kOther}) {
    for (int i = 0; i < 5; ++i) {
      EXPECT_EQ(Wait(TokenFailure(reason)), seconds(10));
    }
  }
}

TEST_F(PollScheduleTest, ForgetsRefusalsWhenTheHostCannotBeReached) {
  Wait(TokenFailure(FailureReason::kUnauthorized));
  Wait(TokenFailure(FailureReason::kUnauthorized));
  EXPECT_EQ(Wait(TokenFailure(FailureReason::kConnect)), seconds(10));
  EXPECT_EQ(Wait(TokenFailure(FailureReason::kUnauthorized)), seconds(10));
}

TEST_F(PollScheduleTest, LengthensALongWaitByUpToATenth) {
  EXPECT_EQ(Wait(RetryAfter(seconds(100)), 0), seconds(110));
  EXPECT_EQ(Wait(RetryAfter(seconds(100)), 1), seconds(120));
}

TEST_F(PollScheduleTest, CountsRetryAfterFromTheEndOfThePoll) {
  const SteadyTime end = kFirst + seconds(7);
  schedule_.Polled(RetryAfter(seconds(9)), kFirst, end, 0);
  EXPECT_EQ(schedule_.due(), kFirst + seconds(20));
}

TEST_F(PollScheduleTest, ContinuesAtTheNextPointWhenAPollTakesTooLong) {
  schedule_.Polled({}, kFirst, kFirst + seconds(23), 0);
  EXPECT_EQ(schedule_.due(), kFirst + seconds(30));
}

// The process is stopped while it waits for the poll at 10 s. Only that poll is
// made up.
TEST_F(PollScheduleTest, CatchesUpOnePollAfterAPause) {
  schedule_.Polled({}, kFirst, kFirst + seconds(1), 0);
  for (int late = 65; late < 75; ++late) {
    PollSchedule schedule = schedule_;
    const SteadyTime began = kFirst + seconds(late);
    schedule.Polled({}, began, began + milliseconds(20), 0);
    EXPECT_GE(schedule.due(), began + seconds(5)) << late;
    EXPECT_LE(schedule.due(), began + seconds(15)) << late;
    EXPECT_EQ((schedule.due() - kFirst) % seconds(10), seconds(0)) << late;
  }
}

TEST_F(PollScheduleTest, ReturnsToTheGridWhenAWaitIsCutShort) {
  for (int i = 0; i < 5; ++i) {
    Wait(TokenFailure(FailureReason::kUnauthorized));
  }
  const SteadyTime changed = schedule_.due() - seconds(77);
  schedule_.PollAt(changed);
  schedule_.Polled({}, changed, changed + seconds(1), 0);
  EXPECT_EQ((schedule_.due() - kFirst) % seconds(10), seconds(0));
  EXPECT_GT(schedule_.due(), changed);
  EXPECT_LE(schedule_.due(), changed + seconds(20));
}

// A poll that began late, after a pause of the process.
TEST_F(PollScheduleTest, DoesNotBackOffAfterALatePoll) {
  const SteadyTime began = kFirst + seconds(16);
  schedule_.Polled({}, began, began + seconds(1), 0);
  EXPECT_EQ(schedule_.due(), kFirst + seconds(30));
  EXPECT_FALSE(schedule_.backs_off());
}

TEST(FirstPollAfterTest, SpreadsTheTargetsOverTheFirstInterval) {
  EXPECT_EQ(FirstPollAfter(seconds(8), 0, 4), seconds(0));
  EXPECT_EQ(FirstPollAfter(seconds(8), 3, 4), seconds(6));
  EXPECT_EQ(FirstPollAfter(minutes(5), 1, 2), seconds(5));
}

TEST(PollSchedule, KeepsItsPhaseWhenItsIntervalChanges) {
  const SteadyTime start{};
  PollSchedule schedule(seconds(60), start + seconds(3));
  schedule.Polled({}, start + seconds(3), start + seconds(4), 0);
  EXPECT_EQ(schedule.due(), start + seconds(63));
  schedule.ChangeInterval(seconds(10), start + seconds(20));
  EXPECT_EQ(schedule.due(), start + seconds(23));
  schedule.ChangeInterval(seconds(60), start + seconds(21));
  EXPECT_EQ(schedule.due(), start + seconds(23)) << "takes effect afterwards";
  schedule.Polled({}, start + seconds(23), start + seconds(24), 0);
  EXPECT_EQ(schedule.due(), start + seconds(63));
}

TEST(PollSchedule, KeepsTheFirstPollWhenItsIntervalChanges) {
  const SteadyTime start{};
  PollSchedule schedule(seconds(60), start + seconds(9));
  schedule.ChangeInterval(seconds(1), start);
  EXPECT_EQ(schedule.due(), start + seconds(9));
}

TEST(PollSchedule, EndsAWaitWhenTheHostIsAnother) {
  const SteadyTime start{};
  PollSchedule schedule(seconds(10), start);
  schedule.Polled(RetryAfter(seconds(300)), start, start + seconds(1), 0);
  EXPECT_EQ(schedule.due(), start + seconds(310));
  schedule.ChangeInterval(seconds(5), start + seconds(32));
  EXPECT_EQ(schedule.due(), start + seconds(310)) << "still asked to wait";
  schedule.EndWait(start + seconds(32));
  EXPECT_EQ(schedule.due(), start + seconds(35));
  EXPECT_FALSE(schedule.backs_off());
}

}  // namespace
}  // namespace pitel
