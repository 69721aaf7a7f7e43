#pragma once

#include <gtest/gtest.h>

#include <cstddef>
#include <exception>

#include "support/failing_allocations.h"

namespace pitel {

// Runs `attempt` with its first allocation failing, then with its second, and
// so on until it needs no more, and `check` after each. What `attempt` throws
// is dropped: one that must not throw says so by noexcept. Gives how many
// failed.
template <typename Attempt, typename Check>
std::size_t SweepAllocations(AllocationScope scope, Attempt attempt,
                             Check check) {
  constexpr std::size_t kMost = 100'000;
  for (std::size_t n = 1; n < kMost; ++n) {
    bool failed = false;
    {
      const FailNthAllocation failing(n, scope);
      try {
        attempt();
      } catch (const std::exception&) {
        // The caller's own catch is what a test of it looks at.
      }
      failed = failing.failed();
    }
    const testing::ScopedTrace trace(__FILE__, __LINE__,
                                     "allocation " + std::to_string(n));
    check();
    if (!failed || testing::Test::HasFailure()) return n - 1;
  }
  ADD_FAILURE() << "allocations without end";
  return kMost;
}

}  // namespace pitel
