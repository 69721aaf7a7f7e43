#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "base/clock.h"

namespace pitel {

// Something that works on its own thread and must make progress in time. All
// methods may be called by any thread and never wait for that work. Tested in
// publisher_test.cc and server_progress_test.cc.
class Watched {
 public:
  virtual ~Watched() = default;

  // For example "target hcm".
  virtual std::string_view Name() const = 0;
  // What it is doing now, for example "reading the credential".
  virtual std::string_view Doing() const = 0;
  // How long it has been overdue; zero or negative if it is not.
  virtual std::chrono::nanoseconds Overdue() const = 0;
  // The process is unhealthy if it is overdue for longer than this.
  virtual std::chrono::nanoseconds Patience() const {
    return std::chrono::seconds(10);
  }
  // Called a few times a second, so that it can report that it is overdue.
  // `awake_since` is when the process last went on after a pause, or
  // SteadyTime::min() if it was never paused.
  virtual void Check(SteadyTime /*awake_since*/) {}
};

}  // namespace pitel
