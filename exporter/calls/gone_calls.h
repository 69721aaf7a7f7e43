#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/clock.h"

namespace pitel {

// How long a call that was counted as gone is recognised by its call_ids.
inline constexpr std::chrono::minutes kGoneCallsKept{15};

// The call_ids of calls that were recently counted as gone. A call that was
// parked, swapped or hidden by a partial response reappears under one of them,
// and must not be counted again.
class GoneCalls {
 public:
  bool Contains(std::uint64_t call_id) const;

  // Forgets those that have been gone for too long.
  void Expire(SteadyTime now);
  // Adds the call_ids, which are sorted, of calls that were counted as gone at
  // `now`. At most `limit` call_ids are kept: the oldest are forgotten first,
  // and all of the same time together.
  void Add(const std::vector<std::uint64_t>& call_ids, SteadyTime now,
           std::size_t limit);

 private:
  struct Gone {
    std::uint64_t call_id;
    SteadyTime time;
  };
  std::vector<Gone> gone_;  // sorted by call_id, each once
};

}  // namespace pitel
