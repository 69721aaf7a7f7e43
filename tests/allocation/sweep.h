#pragma once

#include <gtest/gtest.h>

#include <cstddef>
#include <exception>

#include "support/failing_allocations.h"

namespace pitel {

// Runs `attempt` while its first allocation fails, then while its second fails,
// and so on until there is no further one; runs `check` after each. Exceptions
// from `attempt` are dropped: one that must not throw is declared noexcept.
// Returns the number of allocations that failed.
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
        // Dropped, see above.
      }
      failed = failing.failed();
    }
    const testing::ScopedTrace trace(__FILE__, __LINE__,
                                     "allocation " + std::to_string(n));
    check();
    if (!failed || testing::Test::HasFailure()) return n - 1;
  }
  ADD_FAILURE() << "too many allocations";
  return kMost;
}

}  // namespace pitel
