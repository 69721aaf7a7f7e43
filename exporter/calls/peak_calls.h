#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "base/clock.h"
#include "calls/snapshot.h"

namespace pitel {

inline constexpr std::chrono::minutes kPeakWindow{5};

// The most calls that each tenant had at once in any poll of the last five
// minutes. The window is fixed, and does not begin at the last scrape, so that
// several Prometheus servers read the same number. A value type.
class PeakCalls {
 public:
  // Adds a successful poll at `now` and sets the peaks of `tenants`, which are
  // ordered by label.
  void Update(SteadyTime now, std::vector<CallSnapshot::Tenant>& tenants);

 private:
  struct Count {
    SteadyTime time;
    std::uint64_t calls;
  };
  // Only the counts that may still become the peak: each is higher than all
  // later ones.
  struct Tenant {
    std::string label;
    std::vector<Count> counts;

    // Returns the peak.
    std::uint64_t Add(const Count& added);
  };

  std::vector<Tenant> tenants_;  // by label
};

}  // namespace pitel
