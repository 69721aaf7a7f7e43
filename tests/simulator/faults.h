#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

namespace pitel::simulation {

// Real time since the simulator began. (Simulated time may run faster.)
using Elapsed = std::chrono::nanoseconds;

// A value that holds for a while.
template <typename T>
class Temporary {
 public:
  void Set(T value, Elapsed until) {
    value_ = value;
    until_ = until;
  }
  std::optional<T> At(Elapsed now) const {
    return now < until_ ? std::optional<T>(value_) : std::nullopt;
  }

 private:
  T value_{};
  Elapsed until_{};
};

struct StatusFault {
  unsigned status = 503;
  unsigned retry_after = 0;  // seconds; 0: no such header
};

// Faults of the API itself, as opposed to the platform behind it.
struct Faults {
  Temporary<StatusFault> monitor_status;
  Temporary<StatusFault> token_status;
  Temporary<StatusFault> queue_status;
  Temporary<Elapsed> delay;            // of each response
  Temporary<Elapsed> queue_delay;      // of those with queues, instead
  Temporary<bool> down;                // every connection is reset
  Temporary<std::uint64_t> most_rows;  // fewer than `total`
  std::uint64_t empty_responses = 0;   // the next ones have no rows at all
  std::uint64_t failed_responses = 0;  // the next ones report a failure
  std::uint64_t garbled_queues = 0;    // the next ones are no JSON
};

}  // namespace pitel::simulation
