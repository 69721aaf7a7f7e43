#include "app/standard_streams.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <initializer_list>

namespace pitel {
namespace {

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
