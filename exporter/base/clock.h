// Time enters as an argument: only `app` and the transports ask a Clock.
#pragma once

#include <chrono>
#include <string>

namespace pitel {

using SteadyTime = std::chrono::steady_clock::time_point;
using WallTime = std::chrono::system_clock::time_point;

// One instant on both clocks. Durations are differences of `steady`; `wall`
// only turns what others state (a call_time, an expiry) into an age.
struct Moment {
  SteadyTime steady;
  WallTime wall;

  bool operator==(const Moment&) const = default;
};

inline SteadyTime Middle(SteadyTime a, SteadyTime b) { return a + (b - a) / 2; }

// Thread-safe.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual Moment Now() const = 0;
};

class SystemClock final : public Clock {
 public:
  Moment Now() const override;
};

// Seconds with their fraction, as metrics state durations.
double Seconds(std::chrono::duration<double> duration);

// `time` in UTC, in a short format of std::strftime.
std::string FormatUtc(WallTime time, const char* format);

// Seconds since 1970-01-01T00:00:00Z, as metrics state points in time.
double UnixSeconds(WallTime time);

}  // namespace pitel
