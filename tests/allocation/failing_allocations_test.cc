#include "support/failing_allocations.h"

#include <curl/curl.h>
#include <gtest/gtest.h>

#include <memory>
#include <new>
#include <string>
#include <thread>

#include "sweep.h"

namespace pitel {
namespace {

struct alignas(128) Aligned {
  char bytes[128];
};

bool Allocates() {
  try {
    return std::make_unique<std::string>(100, 'x')->size() == 100;
  } catch (const std::bad_alloc&) {
    return false;
  }
}

TEST(FailNthAllocation, FailsOnlyThatOne) {
  const FailNthAllocation failing(3, AllocationScope::kThisThread);
  const bool first = Allocates();  // takes two
  const bool failed_early = failing.failed();
  const bool second = Allocates();
  const bool failed = failing.failed();
  const bool third = Allocates();
  EXPECT_TRUE(first);
  EXPECT_FALSE(failed_early);
  EXPECT_FALSE(second);
  EXPECT_TRUE(failed);
  EXPECT_TRUE(third);
}

TEST(FailNthAllocation, FailsEveryForm) {
  const auto fails = [](auto allocate) {
    const FailNthAllocation failing(1, AllocationScope::kThisThread);
    try {
      return allocate() == nullptr;
    } catch (const std::bad_alloc&) {
      return true;
    }
  };
  EXPECT_TRUE(fails([] { return std::make_unique<int>(); }));
  EXPECT_TRUE(fails([] { return std::make_unique<int[]>(3); }));
  EXPECT_TRUE(fails([] { return std::make_unique<Aligned>(); }));
  EXPECT_TRUE(fails([] { return std::make_unique<Aligned[]>(2); }));
  EXPECT_TRUE(
      fails([] { return std::unique_ptr<int>(new (std::nothrow) int); }));
  EXPECT_TRUE(fails(
      [] { return std::unique_ptr<Aligned>(new (std::nothrow) Aligned); }));
  EXPECT_TRUE(fails([] { return curl_slist_append(nullptr, "x"); }));
}

TEST(FailNthAllocation, LeavesOtherThreadsAlone) {
  const auto allocates_elsewhere = [](AllocationScope scope) {
    bool allocates = false;
    std::atomic<bool> armed = false;
    std::jthread other([&] {
      armed.wait(false);
      allocates = Allocates();
    });
    const FailNthAllocation failing(1, scope);
    armed = true;
    armed.notify_all();
    other.join();
    return allocates;
  };
  EXPECT_TRUE(allocates_elsewhere(AllocationScope::kThisThread));
  EXPECT_FALSE(allocates_elsewhere(AllocationScope::kOtherThreads));
  EXPECT_FALSE(allocates_elsewhere(AllocationScope::kAnyThread));
  const FailNthAllocation failing(1, AllocationScope::kOtherThreads);
  const bool allocates_here = Allocates();
  EXPECT_TRUE(allocates_here);
}

TEST(SweepAllocations, FailsEachOnce) {
  int checks = 0;
  const auto failed = SweepAllocations(
      AllocationScope::kThisThread,
      [] {
        for (int i = 0; i < 5; ++i) std::make_unique<int>(i);
      },
      [&] { ++checks; });
  EXPECT_EQ(failed, 5u);
  EXPECT_EQ(checks, 6);
}

}  // namespace
}  // namespace pitel
