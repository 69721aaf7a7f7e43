#pragma once

#include <mutex>

#include "base/clock.h"

namespace pitel {

// The outcome of the last attempt to load the configuration, as metrics show
// it. Any thread. Tested in reloader_test.cc.
class ReloadOutcome {
 public:
  struct State {
    bool successful = true;  // the last attempt
    WallTime loaded;         // when the configuration in force was loaded
  };

  // The configuration was loaded at startup, at `loaded`.
  explicit ReloadOutcome(WallTime loaded) : state_{true, loaded} {}

  void Succeeded(WallTime now) {
    const std::lock_guard lock(mutex_);
    state_ = {true, now};
  }
  void Refused() {
    const std::lock_guard lock(mutex_);
    state_.successful = false;
  }
  State Read() const {
    const std::lock_guard lock(mutex_);
    return state_;
  }

 private:
  mutable std::mutex mutex_;
  State state_;  // guarded by mutex_
};

}  // namespace pitel
