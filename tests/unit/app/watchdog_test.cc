#include "app/watchdog.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <new>
#include <thread>

namespace pitel {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::HasSubstr;

class Worker final : public Watched {
 public:
  explicit Worker(std::string name) : name_(std::move(name)) {}

  std::string_view Name() const override { return name_; }
  std::string_view Doing() const override { return "counting sheep"; }
  std::chrono::nanoseconds Overdue() const override { return overdue.load(); }
  std::chrono::nanoseconds Patience() const override { return seconds(30); }
  void Check() override {
    ++checks;
    if (throws) throw std::bad_alloc();
  }

  std::atomic<std::chrono::nanoseconds> overdue{};
  std::atomic<int> checks = 0;
  bool throws = false;

 private:
  const std::string name_;
};

class WatchdogTest : public testing::Test {
 protected:
  Log log_{LogLevel::kError, LogFormat::kLogfmt};
  Worker a_{"target a"};
  Worker b_{"target b"};
  Watchdog watchdog_{{&a_, &b_}, log_};
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

TEST_F(WatchdogTest, ChecksByItself) {
  watchdog_.Start();
  while (b_.checks < 2) std::this_thread::sleep_for(milliseconds(1));
}

TEST_F(WatchdogTest, LogsOnceWhenProgressStopsAndResumes) {
  a_.overdue = seconds(31);
  testing::internal::CaptureStderr();
  {
    Log log(LogLevel::kInfo, LogFormat::kLogfmt);
    Watchdog watchdog({&a_, &b_}, log);
    watchdog.Check();
    watchdog.Check();
    a_.overdue = seconds(0);
    watchdog.Check();
    watchdog.Check();
    log.Flush(std::chrono::minutes(1));
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
