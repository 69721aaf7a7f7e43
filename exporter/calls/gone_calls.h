#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/clock.h"

namespace pitel {

// For so long a call that was counted gone is known again by its call_ids.
inline constexpr std::chrono::minutes kGoneCallsKept{15};

// The call_ids of calls that were counted gone lately. A call that was parked,
// swapped or hidden by a partial response shows again under one of them, and
// was counted once.
class GoneCalls {
 public:
  bool Contains(std::uint64_t call_id) const;

  // Forgets those that have been gone for too long.
  void Expire(SteadyTime now);
  // Calls with these call_ids, which are sorted, were counted gone at `now`. At
  // most `limit` call_ids are kept: what went first is forgotten first, all
  // that went at one time together.
  void Add(const std::vector<std::uint64_t>& call_ids, SteadyTime now,
           std::size_t limit);

 private:
  struct Gone {
    std::uint64_t call_id;
    SteadyTime time;
  };
  std::vector<Gone> gone_;  // by call_id, each once
};

}  // namespace pitel
