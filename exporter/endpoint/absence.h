#pragma once

#include <chrono>
#include <cstdint>

namespace pitel {

// In how many polls in a row a followed call or caller must be absent to be
// gone: as many as `grace` needs, at least one. `interval` is that of the
// polls.
std::uint32_t PollsUntilGone(std::chrono::nanoseconds grace,
                             std::chrono::nanoseconds interval);

}  // namespace pitel
