#include "base/clock.h"

namespace pitel {

Moment SystemClock::Now() const {
  return {std::chrono::steady_clock::now(), std::chrono::system_clock::now()};
}

double Seconds(std::chrono::nanoseconds duration) {
  return std::chrono::duration<double>(duration).count();
}

double UnixSeconds(WallTime time) { return Seconds(time.time_since_epoch()); }

}  // namespace pitel
