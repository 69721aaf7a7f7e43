#include "app/poll_threads.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

namespace pitel {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

// What polls report to the test. Waits without a limit of its own.
class Board {
 public:
  void Add(int poll) {
    const std::lock_guard lock(mutex_);
    polls_.push_back(poll);
    changed_.notify_all();
  }
  std::vector<int> Await(std::size_t count) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return polls_.size() >= count; });
    return polls_;
  }
  // Blocks the caller until Release.
  void Hang() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return released_; });
  }
  void Release() {
    const std::lock_guard lock(mutex_);
    released_ = true;
    changed_.notify_all();
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<int> polls_;
  bool released_ = false;
};

class PollThreadsTest : public ::testing::Test {
 protected:
  SteadyTime In(milliseconds time) const { return clock_.Now().steady + time; }
  // A poll that is never repeated.
  auto Once(int number) {
    return [this, number](const Moment&) {
      board_.Add(number);
      return SteadyTime::max();
    };
  }
  // One that hangs until the board is released.
  auto Hanging(int number) {
    return [this, number](const Moment&) {
      board_.Add(number);
      board_.Hang();
      return SteadyTime::max();
    };
  }

  const SystemClock clock_;
  Board board_;
};

TEST_F(PollThreadsTest, PollInTheOrderInWhichPollsAreDue) {
  PollThreads threads({.polls = 1}, clock_);
  threads.Add("a", In(milliseconds(40)), Once(3));
  threads.Add("b", In(milliseconds(-20)), Once(1));
  threads.Add("a", In(milliseconds(20)), Once(2));
  threads.Start();
  EXPECT_EQ(board_.Await(3), (std::vector{1, 2, 3}));
}

TEST_F(PollThreadsTest, RepeatAPollWhenItAsksForIt) {
  PollThreads threads({}, clock_);
  threads.Add("a", In({}), [this](const Moment& began) {
    board_.Add(1);
    return began.steady + milliseconds(1);
  });
  threads.Start();
  board_.Await(5);
}

TEST_F(PollThreadsTest, AreNotHeldUpByPollsThatHang) {
  PollThreads threads({}, clock_);
  for (int i = 0; i < 20; ++i) threads.Add("a", In({}), Hanging(0));
  threads.Add("a", In(milliseconds(20)), Once(1));
  threads.Add("b", In(milliseconds(30)), Once(1));
  threads.Start();
  const auto polls = board_.Await(22);
  EXPECT_EQ(std::count(polls.begin(), polls.end(), 1), 2);
  board_.Release();
}

TEST_F(PollThreadsTest, LeaveThreadsToOtherHostsWhenOneHangs) {
  PollThreads threads({.polls = 10, .polls_of_host = 2}, clock_);
  const SteadyTime due = In({});
  for (int i = 0; i < 5; ++i) threads.Add("dead", due, Hanging(0));
  for (int i = 1; i < 5; ++i) threads.Add("alive", due, Once(i));
  threads.Start();
  const auto polls = board_.Await(6);
  EXPECT_EQ(std::count(polls.begin(), polls.end(), 0), 2);
  board_.Release();
  const auto all = board_.Await(9);
  EXPECT_EQ(std::count(all.begin(), all.end(), 0), 5) << "the others followed";
}

TEST_F(PollThreadsTest, SayWhenAPollThatWaitedCouldHaveBegun) {
  PollThreads threads({.polls = 10, .polls_of_host = 1}, clock_);
  std::vector<SteadyTime> began;
  const auto poll = [&](const Moment& moment) {
    began.push_back(moment.steady);
    board_.Add(0);
    if (began.size() == 1) board_.Hang();
    return SteadyTime::max();
  };
  threads.Add("a", In(seconds(-1)), poll);
  threads.Add("a", In(seconds(-1)), poll);
  threads.Add("b", In({}), Once(1));
  threads.Start();
  board_.Await(2);
  const SteadyTime waited_until = clock_.Now().steady;
  board_.Release();
  board_.Await(3);
  EXPECT_LT(began[1], waited_until);
}

TEST_F(PollThreadsTest, WaitForRoomWhereAllHostsHang) {
  PollThreads threads({.polls = 2}, clock_);
  threads.Add("a", In({}), Hanging(0));
  threads.Add("b", In({}), Hanging(0));
  threads.Add("c", In({}), Once(1));
  threads.Start();
  EXPECT_EQ(board_.Await(2), (std::vector{0, 0}));
  board_.Release();
  EXPECT_EQ(board_.Await(3).back(), 1);
}

TEST_F(PollThreadsTest, BeginNoPollOnceStopped) {
  {
    PollThreads threads({.polls = 1}, clock_);
    threads.Add("a", In(seconds(-1)), Hanging(0));
    threads.Add("a", In({}), Once(1));
    threads.Start();
    board_.Await(1);
    threads.Stop();
    board_.Release();
  }
  EXPECT_EQ(board_.Await(1), (std::vector{0}));
}

TEST_F(PollThreadsTest, TouchNoTurnThatAnotherThreadHasTaken) {
  PollThreads threads({}, clock_);
  for (int i = 0; i < 60; ++i) {
    threads.Add("a", In(milliseconds(i)),
                [this, i, polls = 0](const Moment& began) mutable {
                  board_.Add(i);
                  return ++polls < 20 ? began.steady + milliseconds(i % 5)
                                      : SteadyTime::max();
                });
  }
  threads.Start();
  board_.Await(60 * 20);
}

TEST_F(PollThreadsTest, HaveNoTroubleWhileAThreadWaitsForTheNextPoll) {
  PollThreads threads({}, clock_);
  threads.Add("a", In(seconds(3600)), Once(1));
  threads.Add("a", In({}), Once(2));
  threads.Start();
  board_.Await(1);
  threads.Check(SteadyTime::min());
  EXPECT_LE(threads.Overdue(), threads.Patience());
}

TEST_F(PollThreadsTest, EndWithoutHavingStarted) {
  PollThreads threads({}, clock_);
  threads.Add("a", In({}), Once(1));
}

TEST_F(PollThreadsTest, TakeFurtherPollsWhileTheyRun) {
  PollThreads threads({}, clock_);
  threads.Start();
  threads.Add("a", In(milliseconds(0)), Once(1));
  EXPECT_EQ(board_.Await(1), (std::vector{1}));
  threads.Add("b", In(seconds(3600)), Once(2));
  threads.Add("c", In(milliseconds(0)), Once(3));
  EXPECT_EQ(board_.Await(2), (std::vector{1, 3}));
}

TEST_F(PollThreadsTest, CallAPollSoonThatMoves) {
  PollThreads threads({}, clock_);
  const auto id = threads.Add("a", In(std::chrono::hours(1)), Once(1));
  threads.Start();
  threads.Move({{id, "b"}, {id + 7, "c"}});
  EXPECT_EQ(board_.Await(1), (std::vector{1}));
  threads.Move({{id, "b"}});  // it is over: nothing happens
}

TEST_F(PollThreadsTest, MoveAPollFromAHostWhosePollsHang) {
  PollThreads threads({.polls_of_host = 1}, clock_);
  threads.Add("a", In(milliseconds(-20)), Hanging(1));
  const auto id = threads.Add("a", In(milliseconds(-10)), Once(2));
  threads.Start();
  EXPECT_EQ(board_.Await(1), (std::vector{1}));
  threads.Move({{id, "b"}});
  EXPECT_EQ(board_.Await(2), (std::vector{1, 2}));
  board_.Release();
}

TEST_F(PollThreadsTest, CallAPollAgainThatMovesWhileItIsUnderWay) {
  PollThreads threads({}, clock_);
  int calls = 0;
  const auto id = threads.Add("a", In(milliseconds(0)), [&](const Moment&) {
    board_.Add(++calls);
    if (calls > 1) return SteadyTime::max();
    board_.Hang();
    return In(std::chrono::hours(1));
  });
  threads.Start();
  EXPECT_EQ(board_.Await(1), (std::vector{1}));
  threads.Move({{id, "b"}});
  board_.Release();
  EXPECT_EQ(board_.Await(2), (std::vector{1, 2}));
}

TEST_F(PollThreadsTest, LetGoOfAPollThatIsOver) {
  PollThreads threads({}, clock_);
  auto owned = std::make_shared<int>();
  const std::weak_ptr<int> seen = owned;
  threads.Add("a", In(milliseconds(0)),
              [this, owned = std::move(owned)](const Moment&) {
                board_.Add(1);
                return SteadyTime::max();
              });
  threads.Start();
  board_.Await(1);
  while (!seen.expired()) std::this_thread::yield();
}

}  // namespace
}  // namespace pitel
