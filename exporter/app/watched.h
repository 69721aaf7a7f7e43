#pragma once

#include <chrono>
#include <string>
#include <string_view>

namespace pitel {

// Something that works on a thread of its own and must come back in time. All
// methods may be called by any thread and never wait for that work.
class Watched {
 public:
  virtual ~Watched() = default;

  // As in "target hcm".
  virtual std::string_view Name() const = 0;
  // What it does right now, as in "reading the credential file".
  virtual std::string_view Doing() const = 0;
  // For how long it has been overdue; not positive if it is not.
  virtual std::chrono::nanoseconds Overdue() const = 0;
  // Overdue for longer than this, the process is not healthy.
  virtual std::chrono::nanoseconds Patience() const = 0;
  // Called a few times a second, so that it can show that it is overdue.
  virtual void Check() = 0;
};

}  // namespace pitel
