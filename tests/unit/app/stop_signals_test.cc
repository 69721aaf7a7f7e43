#include "app/stop_signals.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sched.h>
#include <signal.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <functional>
#include <initializer_list>

namespace pitel {
namespace {

using testing::ExitedWithCode;
using testing::HasSubstr;
using testing::Not;

// Each test is about a process of its own: signals are for all of it.
class StopSignalsDeathTest : public testing::Test {
 protected:
  StopSignalsDeathTest() { GTEST_FLAG_SET(death_test_style, "threadsafe"); }
};

constexpr int kEndedByItself = 3;
constexpr int kStatus = 1;

// Sends these signals to a process that waits for one that asks it to stop;
// `then` is what it does next.
[[noreturn]] void StopWith(std::initializer_list<int> signals,
                           const std::function<void()>& then) {
  const sigset_t blocked = BlockStopSignals();
  Log log(LogLevel::kInfo, LogFormat::kLogfmt);
  for (const int number : signals) kill(getpid(), number);
  StopSignals stop(blocked, kStatus, log);
  stop.Await();
  log.Flush(std::chrono::minutes(1));
  then();
  std::_Exit(kEndedByItself);
}

void EndByItself() {}

void HangForever() {
  while (true) pause();
}

TEST_F(StopSignalsDeathTest, AskToStopAtOnceAndSayWhy) {
  EXPECT_EXIT(StopWith({SIGTERM}, EndByItself), ExitedWithCode(kEndedByItself),
              HasSubstr("msg=stopping signal=TERM"));
  EXPECT_EXIT(StopWith({SIGINT}, EndByItself), ExitedWithCode(kEndedByItself),
              HasSubstr("msg=stopping signal=INT"));
}

TEST_F(StopSignalsDeathTest, AreAwaitedForSomeTimeOnly) {
  EXPECT_EXIT(
      {
        const sigset_t blocked = BlockStopSignals();
        Log log(LogLevel::kInfo, LogFormat::kLogfmt);
        StopSignals stop(blocked, kStatus, log);
        if (stop.AwaitFor(std::chrono::milliseconds(1))) std::_Exit(kStatus);
        kill(getpid(), SIGTERM);
        const bool asked = stop.AwaitFor(std::chrono::hours(1));
        std::_Exit(asked ? kEndedByItself : kStatus);
      },
      ExitedWithCode(kEndedByItself), "");
}

TEST_F(StopSignalsDeathTest, EndAProcessThatDoesNotEndByItself) {
  EXPECT_EXIT(StopWith({SIGTERM}, HangForever), ExitedWithCode(kStatus), "");
}

// A parent process may have blocked the signal of the timer.
TEST_F(StopSignalsDeathTest, EndAProcessWithAnyMaskOfSignals) {
  EXPECT_EXIT(
      {
        sigset_t all;
        sigfillset(&all);
        pthread_sigmask(SIG_BLOCK, &all, nullptr);
        StopWith({SIGTERM}, HangForever);
      },
      ExitedWithCode(kStatus), "");
}

// Of signals that wait, the one with the lowest number comes first: SIGHUP.
TEST_F(StopSignalsDeathTest, DoNotStopAtAHangup) {
  EXPECT_EXIT(StopWith({SIGHUP, SIGTERM}, EndByItself),
              ExitedWithCode(kEndedByItself),
              HasSubstr("msg=stopping signal=TERM"));
}

// Ends once each hangup, before and after somebody could be told, was told of.
[[noreturn]] void HangUp(int before, int after) {
  const sigset_t blocked = BlockStopSignals();
  Log log(LogLevel::kInfo, LogFormat::kLogfmt);
  StopSignals stop(blocked, kStatus, log);
  std::atomic<int> reloads = 0;
  for (int i = 0; i < before; ++i) kill(getpid(), SIGHUP);
  stop.OnHangup([&] { ++reloads; });
  while (reloads < (before > 0)) sched_yield();
  for (int i = 0; i < after; ++i) {
    const int known = reloads;
    kill(getpid(), SIGHUP);
    while (reloads == known) sched_yield();
  }
  std::_Exit(kEndedByItself);
}

TEST_F(StopSignalsDeathTest, ReloadAtAHangup) {
  EXPECT_EXIT(HangUp(0, 2), ExitedWithCode(kEndedByItself), "");
}

TEST_F(StopSignalsDeathTest, ReloadAtAHangupBeforeAnybodyCouldBeTold) {
  EXPECT_EXIT(HangUp(1, 0), ExitedWithCode(kEndedByItself), "");
  EXPECT_EXIT(HangUp(3, 1), ExitedWithCode(kEndedByItself), "");
}

TEST_F(StopSignalsDeathTest, StopWaitingWhenTheyAreDestroyed) {
  EXPECT_EXIT(
      {
        const sigset_t blocked = BlockStopSignals();
        Log log(LogLevel::kInfo, LogFormat::kLogfmt);
        { const StopSignals stop(blocked, kStatus, log); }
        log.Flush(std::chrono::minutes(1));
        std::_Exit(kEndedByItself);
      },
      ExitedWithCode(kEndedByItself), Not(HasSubstr("stopping")));
}

TEST_F(StopSignalsDeathTest, EndSoonWithEitherStatus) {
  for (const int status : {0, 1}) {
    EXPECT_EXIT(
        {
          StopSignals::EndSoon(status);
          HangForever();
        },
        ExitedWithCode(status), "");
  }
}

}  // namespace
}  // namespace pitel
