#include "app/watchdog.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <new>
#include <thread>

#include "support/fake_clock.h"

namespace pitel {
namespace {

using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;
using testing::HasSubstr;

class Worker final : public Watched {
 public:
  explicit Worker(std::string name) : name_(std::move(name)) {}

  std::string_view Name() const override { return name_; }
  std::string_view Doing() const override { return "counting sheep"; }
  std::chrono::nanoseconds Overdue() const override { return overdue.load(); }
  std::chrono::nanoseconds Patience() const override { return seconds(30); }
  void Check(SteadyTime time) override {
    awake_since = time;
    ++checks;
    if (throws) throw std::bad_alloc();
  }

  std::atomic<std::chrono::nanoseconds> overdue{};
  std::atomic<int> checks = 0;
  std::atomic<SteadyTime> awake_since = SteadyTime::max();
  bool throws = false;

 private:
  const std::string name_;
};

class WatchdogTest : public testing::Test {
 protected:
  FakeClock clock_;
  Log log_{LogLevel::kError, LogFormat::kLogfmt};
  Worker a_{"target a"};
  Worker b_{"target b"};
  Watchdog watchdog_{{&a_, &b_}, clock_, log_};
};

TEST_F(WatchdogTest, HasNoTroubleUntilPatienceEnds) {
  EXPECT_EQ(watchdog_.Trouble(), "");
  b_.overdue = seconds(30);
  EXPECT_EQ(watchdog_.Trouble(), "");
  b_.overdue = milliseconds(42'900);
  EXPECT_EQ(watchdog_.Trouble(),
            "target b has been overdue for 42 s while counting sheep");
  b_.overdue = seconds(-1);
  EXPECT_EQ(watchdog_.Trouble(), "");
}

TEST_F(WatchdogTest, ChecksTheOthersWhenOneCannotBeChecked) {
  a_.throws = true;
  watchdog_.Check();
  EXPECT_EQ(b_.checks, 1);
}

// As far as the watchdog knows, each worker has hung for a minute.
TEST_F(WatchdogTest, DoesNotCountAPauseOfTheProcess) {
  watchdog_.Check();
  clock_.Advance(minutes(1));
  a_.overdue = b_.overdue = minutes(1);
  EXPECT_EQ(watchdog_.Trouble(), "") << "asked before the next check";
  watchdog_.Check();
  EXPECT_EQ(a_.awake_since.load(), clock_.Now().steady);
  for (int second = 0; second < 30; ++second) {
    EXPECT_EQ(watchdog_.Trouble(), "");
    clock_.Advance(seconds(1));
    watchdog_.Check();
  }
  clock_.Advance(seconds(1));
  EXPECT_EQ(watchdog_.Trouble(),
            "target a has been overdue for 31 s while counting sheep");
}

TEST_F(WatchdogTest, FindsTroubleThoughItsThreadHangs) {
  watchdog_.Check();
  clock_.Advance(minutes(2));
  a_.overdue = minutes(2);
  EXPECT_EQ(watchdog_.Trouble(), "") << "the process may have been paused";
  clock_.Advance(seconds(31));
  EXPECT_THAT(watchdog_.Trouble(), HasSubstr("target a"));
}

TEST_F(WatchdogTest, ChecksByItself) {
  watchdog_.Start([](const std::string&) {});
  while (b_.checks < 2) std::this_thread::sleep_for(milliseconds(1));
}

TEST_F(WatchdogTest, BeatsAfterEachCheck) {
  std::atomic<int> healthy = 0;
  std::atomic<int> troubled = 0;
  watchdog_.Start([&](const std::string& trouble) {
    ++(trouble.empty() ? healthy : troubled);
    throw std::bad_alloc();
  });
  while (healthy < 2) std::this_thread::sleep_for(milliseconds(1));
  EXPECT_EQ(troubled, 0);
  a_.overdue = seconds(31);
  while (troubled < 2) std::this_thread::sleep_for(milliseconds(1));
}

TEST_F(WatchdogTest, LogsOnceWhenProgressStopsAndResumes) {
  a_.overdue = seconds(31);
  testing::internal::CaptureStderr();
  {
    Log log(LogLevel::kInfo, LogFormat::kLogfmt);
    Watchdog watchdog({&a_, &b_}, clock_, log);
    watchdog.Check();
    watchdog.Check();
    a_.overdue = seconds(0);
    watchdog.Check();
    watchdog.Check();
    log.Flush(minutes(1));
  }
  const std::string lines = testing::internal::GetCapturedStderr();
  EXPECT_EQ(std::count(lines.begin(), lines.end(), '\n'), 2) << lines;
  EXPECT_THAT(lines,
              HasSubstr("level=error msg=\"no progress\" in=\"target a\" "
                        "overdue_seconds=31 doing=\"counting sheep\""));
  EXPECT_THAT(lines, HasSubstr("level=warn msg=\"making progress again\" "
                               "in=\"target a\""));
}

}  // namespace
}  // namespace pitel
