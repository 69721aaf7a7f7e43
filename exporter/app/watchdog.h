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

// Notices what has stopped making progress: a poll that hangs in a system call,
// say. It cannot mend that; it shows it, so that others restart the process.
class Watchdog {
 public:
  // `watched` outlives the thread, `log` outlives the watchdog.
  Watchdog(std::vector<Watched*> watched, Log& log);
  ~Watchdog();
  Watchdog(const Watchdog&) = delete;
  Watchdog& operator=(const Watchdog&) = delete;

  // Checks four times a second on a thread of its own, until Stop or destroyed.
  void Start();
  void Stop();
  // Checks everything once and logs what begins and ends to be overdue beyond
  // its patience. The thread's, or the caller's where there is no thread.
  void Check() noexcept;

  // What keeps the process from being healthy, as in "target hcm has been
  // overdue for 42 s while reading the credential file"; empty if nothing does.
  // Any thread; does not depend on the watchdog's own.
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
