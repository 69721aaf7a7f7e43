#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "app/watched.h"
#include "base/clock.h"
#include "base/log.h"

namespace pitel {

// Detects work that makes no progress, such as a poll that hangs in a system
// call. It cannot fix this, but it reports it, so that somebody can restart the
// process. After a pause of the whole process (a stopped container, a virtual
// machine that is moved) everything is overdue, so nothing is judged for
// kAfterPause.
class Watchdog {
 public:
  // `watched` outlive the thread; `clock` and `log` outlive the watchdog.
  Watchdog(std::vector<Watched*> watched, const Clock& clock, Log& log);
  ~Watchdog();
  Watchdog(const Watchdog&) = delete;
  Watchdog& operator=(const Watchdog&) = delete;

  // Checks four times a second on its own thread, until Stop or destruction.
  void Start();
  void Stop();
  // Checks everything once and logs whatever has become overdue beyond its
  // patience, or is no longer. Called by the thread, or by others while there
  // is no thread.
  void Check() noexcept;

  // Why the process is not healthy, such as "target hcm has been overdue for
  // 42 s while reading the credential"; empty if it is. Any thread; does not
  // depend on the watchdog's own thread.
  std::string Trouble() const;

  // Checks further apart than this mean that the process was paused.
  static constexpr std::chrono::seconds kPause{2};
  static constexpr std::chrono::seconds kAfterPause{3};

 private:
  struct Subject {
    Watched* watched;
    bool in_trouble = false;  // as last logged
  };

  void Run(const std::stop_token& stop);
  void Check(Subject& subject);
  // Whether the process may just have resumed after a pause that the watchdog's
  // thread has not noticed yet.
  bool MayHaveWoken(SteadyTime now) const;

  std::vector<Subject> subjects_;
  const Clock& clock_;
  Log& log_;
  std::atomic<SteadyTime> last_check_;
  std::atomic<SteadyTime> judges_from_ = SteadyTime::min();
  // When Trouble first found the last check too old.
  mutable std::atomic<SteadyTime> missed_since_ = SteadyTime::min();
  std::mutex mutex_;
  std::condition_variable_any stopped_;
  std::jthread thread_;
};

}  // namespace pitel
