#include "base/clock.h"

#include <ctime>

namespace pitel {

Moment SystemClock::Now() const {
  return {std::chrono::steady_clock::now(), std::chrono::system_clock::now()};
}

double Seconds(std::chrono::duration<double> duration) {
  return duration.count();
}

std::string FormatUtc(WallTime time, const char* format) {
  const std::time_t seconds = std::chrono::system_clock::to_time_t(time);
  std::tm utc{};
  gmtime_r(&seconds, &utc);
  char text[64];
  return {text, std::strftime(text, sizeof text, format, &utc)};
}

double UnixSeconds(WallTime time) { return Seconds(time.time_since_epoch()); }

}  // namespace pitel
