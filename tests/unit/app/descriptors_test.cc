#include "app/descriptors.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <initializer_list>

namespace pitel {
namespace {

using testing::HasSubstr;

// Restores the limits. Tests lower only the soft one.
class DescriptorsTest : public testing::Test {
 protected:
  DescriptorsTest() { getrlimit(RLIMIT_NOFILE, &before_); }
  ~DescriptorsTest() override { setrlimit(RLIMIT_NOFILE, &before_); }

  rlimit before_{};
};

TEST_F(DescriptorsTest, RaisesTheSoftLimitToTheHardOne) {
  rlimit low = before_;
  low.rlim_cur = 100;
  ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &low), 0);
  RaiseDescriptorLimit();
  rlimit raised{};
  getrlimit(RLIMIT_NOFILE, &raised);
  EXPECT_EQ(raised.rlim_cur, std::min<rlim_t>(before_.rlim_max, 1 << 20));
  EXPECT_EQ(raised.rlim_max, before_.rlim_max);
}

TEST_F(DescriptorsTest, SaysWhenPollsMayNeedMore) {
  EXPECT_FALSE(DescriptorShortage(1, 1));
  if (before_.rlim_max == RLIM_INFINITY) GTEST_SKIP() << "no limit here";
  const auto many = static_cast<std::size_t>(before_.rlim_max);
  const auto shortage = DescriptorShortage(many, 512);
  ASSERT_TRUE(shortage);
  EXPECT_THAT(*shortage, HasSubstr(std::to_string(many) + " polls at once"));
  EXPECT_THAT(*shortage, HasSubstr("LimitNOFILE"));
}

TEST_F(DescriptorsTest, LimitsConnectionsToWhatPollsLeave) {
  rlimit low = before_;
  low.rlim_cur = 200;
  ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &low), 0);
  EXPECT_EQ(ConnectionsBeside(0, 50), 50U);
  EXPECT_EQ(ConnectionsBeside(20, 512), 100U);
  EXPECT_EQ(ConnectionsBeside(10'000, 512), 16U);
}

// What a process that was started without these streams opens first, after the
// call; -1 if printing to one of them succeeds.
int FirstOpenedWithout(std::initializer_list<int> streams) {
  const pid_t child = fork();
  if (child == 0) {
    for (const int stream : streams) close(stream);
    HoldStandardStreams();
    for (const int stream : streams) {
      if (write(stream, "x", 1) == 1) _exit(255);
    }
    _exit(open("/dev/null", O_RDONLY | O_CLOEXEC));
  }
  int status = 0;
  waitpid(child, &status, 0);
  return static_cast<signed char>(WEXITSTATUS(status));
}

TEST(HoldStandardStreams, LeavesNoNumberOfThemToFilesOpenedLater) {
  const int usual = FirstOpenedWithout({});
  EXPECT_GT(usual, STDERR_FILENO);
  EXPECT_EQ(FirstOpenedWithout({STDERR_FILENO}), usual);
  EXPECT_EQ(FirstOpenedWithout({STDOUT_FILENO}), usual);
  EXPECT_EQ(FirstOpenedWithout({STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}),
            usual);
}

}  // namespace
}  // namespace pitel
