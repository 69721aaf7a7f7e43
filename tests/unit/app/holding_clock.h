#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "base/clock.h"
#include "support/forward_clock.h"

namespace pitel {

// Now can be made to block every thread except the one that created the clock,
// like a system call that hangs.
class HoldingClock final : public Clock {
 public:
  Moment Now() const override {
    std::unique_lock lock(mutex_);
    if (std::this_thread::get_id() != owner_ && hold_) {
      holding_ = true;
      changed_.notify_all();
      changed_.wait(lock, [this] { return !hold_; });
      holding_ = false;
    }
    return clock_.Now();
  }

  void Advance(std::chrono::nanoseconds time) { clock_.Advance(time); }
  void Hold() {
    const std::lock_guard lock(mutex_);
    hold_ = true;
  }
  void AwaitHolding() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return holding_; });
  }
  void Release() {
    const std::lock_guard lock(mutex_);
    hold_ = false;
    changed_.notify_all();
  }

 private:
  const std::thread::id owner_ = std::this_thread::get_id();
  mutable std::mutex mutex_;
  mutable std::condition_variable changed_;
  ForwardClock clock_;
  bool hold_ = false;
  mutable bool holding_ = false;
};

}  // namespace pitel
