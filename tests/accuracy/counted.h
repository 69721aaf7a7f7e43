// Calls as counted by the simulator, which knows the truth; by the onlooker,
// who sees the polls and knows every caller; or by the exporter.
#pragma once

#include <cstdint>

namespace pitel::accuracy {

// Times that were observed, in seconds.
struct Times {
  std::uint64_t count = 0;
  std::uint64_t within_20_s = 0;
  double sum = 0;

  void Observe(double seconds) {
    ++count;
    if (seconds <= 20) ++within_20_s;
    sum += seconds;
  }
  Times& operator+=(const Times& other) {
    count += other.count;
    within_20_s += other.within_20_s;
    sum += other.sum;
    return *this;
  }
  double mean() const { return sum / static_cast<double>(count); }
  double share_within_20_s() const {
    return static_cast<double>(within_20_s) / static_cast<double>(count);
  }
};

struct Counted {
  std::uint64_t started = 0;
  std::uint64_t answered = 0;
  std::uint64_t unanswered = 0;
  std::uint64_t ended = 0;
  Times wait;      // of answered inbound calls
  Times duration;  // of ended calls, ringing included

  Counted& operator+=(const Counted& other) {
    started += other.started;
    answered += other.answered;
    unanswered += other.unanswered;
    ended += other.ended;
    wait += other.wait;
    duration += other.duration;
    return *this;
  }
};

}  // namespace pitel::accuracy
