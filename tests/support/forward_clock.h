#pragma once

#include <atomic>
#include <chrono>

#include "base/clock.h"

namespace pitel {

// The system's clock, which a test can move forward. Any thread.
class ForwardClock final : public Clock {
 public:
  Moment Now() const override {
    Moment now = SystemClock().Now();
    now.steady += forward_.load();
    now.wall += forward_.load();
    return now;
  }

  void Advance(std::chrono::nanoseconds time) {
    forward_ = forward_.load() + time;
  }

 private:
  std::atomic<std::chrono::nanoseconds> forward_{};
};

}  // namespace pitel
