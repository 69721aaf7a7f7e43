#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "base/clock.h"

namespace pitel {

// A clock that stands still until its test moves it. Any thread.
class FakeClock final : public Clock {
 public:
  Moment Now() const override {
    const std::lock_guard lock(mutex_);
    if (std::this_thread::get_id() != owner_) {
      read_by_another_ = true;
      changed_.notify_all();
    }
    return now_;
  }

  // Moves both clocks forward.
  void Advance(std::chrono::nanoseconds time) {
    const std::lock_guard lock(mutex_);
    now_.steady += time;
    now_.wall += time;
  }
  void Set(const Moment& now) {
    const std::lock_guard lock(mutex_);
    now_ = now;
  }
  // Waits until a thread other than the one that created the clock has read it.
  void AwaitAnotherThread() const {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return read_by_another_; });
  }

 private:
  const std::thread::id owner_ = std::this_thread::get_id();
  mutable std::mutex mutex_;
  mutable std::condition_variable changed_;
  mutable bool read_by_another_ = false;
  Moment now_{SteadyTime(std::chrono::hours(1)),
              WallTime(std::chrono::seconds(1'700'000'000))};
};

}  // namespace pitel
