#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <stop_token>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "app/watched.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/published.h"

namespace pitel {

// Detects work that makes no progress, such as a poll that hangs in a system
// call. It cannot fix this, but it reports it, so that somebody can restart the
// process. A pause of the whole process (a stopped container, a virtual machine
// that is moved) does not count: after it, everything is overdue.
class Watchdog {
 public:
  // `watched` outlive the thread; `clock` and `log` outlive the watchdog.
  Watchdog(const std::vector<Watched*>& watched, const Clock& clock, Log& log);
  Watchdog(const Watchdog&) = delete;
  Watchdog& operator=(const Watchdog&) = delete;

  // Watches these, too, instead of those of the last call. One thread at a
  // time.
  void WatchTargets(const std::vector<std::shared_ptr<Watched>>& targets);

  // Checks twice a second on its own thread, until Stop or destruction,
  // and then calls `beat` with Trouble().
  void Start(std::function<void(const std::string& trouble)> beat);
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

 private:
  struct Subject {
    explicit Subject(std::shared_ptr<Watched> subject)
        : watched(std::move(subject)) {}

    const std::shared_ptr<Watched> watched;
    bool in_trouble = false;  // as last logged; for Check alone
  };
  using Subjects = std::vector<std::shared_ptr<Subject>>;

  void Run(const std::stop_token& stop);
  void Beat() noexcept;
  void Check(Subject& subject, SteadyTime now);
  // Since when the process has not been paused, as far as can be told. It may
  // just have resumed before the watchdog's thread has noticed.
  SteadyTime AwakeSince(SteadyTime now) const;

  Subjects always_;  // belongs to WatchTargets
  Published<Subjects> subjects_{Subjects()};
  std::function<void(const std::string& trouble)> beat_;
  const Clock& clock_;
  Log& log_;
  std::atomic<SteadyTime> last_check_;
  std::atomic<SteadyTime> awake_since_ = SteadyTime::min();
  // When Trouble first found the last check too old.
  mutable std::atomic<SteadyTime> missed_since_ = SteadyTime::min();
  std::mutex mutex_;
  std::condition_variable_any stopped_;
  std::jthread thread_;
};

}  // namespace pitel
