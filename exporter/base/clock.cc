#include "base/clock.h"

namespace pitel {

Moment SystemClock::Now() const {
  return {std::chrono::steady_clock::now(), std::chrono::system_clock::now()};
}

double Seconds(std::chrono::duration<double> duration) {
  return duration.count();
}

double UnixSeconds(WallTime time) { return Seconds(time.time_since_epoch()); }

}  // namespace pitel
