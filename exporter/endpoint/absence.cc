#include "endpoint/absence.h"

#include <algorithm>

namespace pitel {

std::uint32_t PollsUntilGone(std::chrono::nanoseconds grace,
                             std::chrono::nanoseconds interval) {
  const auto polls =
      (grace + interval - std::chrono::nanoseconds(1)) / interval;
  return static_cast<std::uint32_t>(std::max<std::int64_t>(polls, 1));
}

}  // namespace pitel
