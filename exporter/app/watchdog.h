#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "app/watched.h"
#include "base/log.h"

namespace pitel {

// Detects work that makes no progress, such as a poll that hangs in a system
// call. It cannot fix this, but it reports it, so that somebody can restart the
// process.
class Watchdog {
 public:
  // `watched` outlive the thread; `log` outlives the watchdog.
  Watchdog(std::vector<Watched*> watched, Log& log);
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

 private:
  struct Subject {
    Watched* watched;
    bool in_trouble = false;  // as last logged
  };

  void Run(const std::stop_token& stop);
  void Check(Subject& subject);

  std::vector<Subject> subjects_;
  Log& log_;
  std::mutex mutex_;
  std::condition_variable_any stopped_;
  std::jthread thread_;
};

}  // namespace pitel
