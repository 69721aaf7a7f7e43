#include "base/thread.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <memory>

namespace pitel {
namespace {

using testing::AllOf;
using testing::HasSubstr;

TEST(StartThread, RunsTheFunction) {
  std::atomic<bool> ran = false;
  StartThread("a test", [&] { ran = true; }).join();
  EXPECT_TRUE(ran);
}

TEST(StartThread, RequestsTheFunctionToStop) {
  std::atomic<bool> stopped = false;
  {
    const auto thread = StartThread("a test", [&](std::stop_token stop) {
      while (!stop.stop_requested()) std::this_thread::yield();
      stopped = true;
    });
  }
  EXPECT_TRUE(stopped);
}

// Cannot be started, as if the system had no thread left.
struct Unstartable {
  Unstartable() = default;
  Unstartable(const Unstartable&) {
    throw std::system_error(
        std::make_error_code(std::errc::resource_unavailable_try_again));
  }
  void operator()() const {}
};

TEST(StartThread, NamesThePurposeAndTheLimitToRaise) {
  const Unstartable function;
  try {
    StartThread("target hcm", function);
    FAIL() << "no exception";
  } catch (const std::runtime_error& error) {
    EXPECT_THAT(error.what(),
                AllOf(HasSubstr("cannot start a thread for target hcm: "),
                      HasSubstr("TasksMax")));
  }
}

}  // namespace
}  // namespace pitel
