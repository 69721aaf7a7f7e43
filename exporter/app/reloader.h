#pragma once

#include <atomic>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <stop_token>
#include <string_view>
#include <thread>
#include <vector>

#include "app/reload_outcome.h"
#include "app/reload_part.h"
#include "app/watched.h"
#include "base/clock.h"
#include "base/log.h"

namespace pitel {

// Replaces the configuration in force, as a whole or not at all, on a thread of
// its own: reading files may take long, or hang.
class Reloader final : public Watched {
 public:
  // Called at the start and at the end of each reload, on the reloader's
  // thread.
  using Notify = std::function<void(bool reloading)>;
  // Called with the reasons if the candidate was refused, else with none, on
  // the reloader's thread. Dropped if the reloader stops first.
  using Done = std::function<void(const ConfigProblems& problems)>;

  // `outcome`, `clock` and `log` outlive this.
  Reloader(ReloadOutcome& outcome, const Clock& clock, Log& log)
      : outcome_(outcome), clock_(clock), log_(log) {}
  Reloader(const Reloader&) = delete;
  Reloader& operator=(const Reloader&) = delete;

  // Asks for a reload that begins after this call. Requests that wait at the
  // same time share one. Before Start, they wait for it. Any thread.
  void Request(Done done = nullptr);

  // `parts` outlive the thread.
  void Start(std::vector<ReloadPart*> parts, Notify notify = nullptr);
  // Waits for a reload that is under way.
  void Stop() { thread_ = std::jthread(); }

  std::string_view Name() const override { return "the reloader"; }
  std::string_view Doing() const override {
    return "reloading the configuration";
  }
  // How long the reload under way has taken.
  std::chrono::nanoseconds Overdue() const override;
  std::chrono::nanoseconds Patience() const override;

 private:
  void Run(const std::stop_token& stop);
  void Reload(const std::vector<Done>& waiting);
  // Returns why nothing has changed; empty if the candidates are in force.
  ConfigProblems TryReload();
  ConfigProblems ReadAndApply();
  void LogRefusal(const ConfigProblems& problems);

  ReloadOutcome& outcome_;
  const Clock& clock_;
  Log& log_;
  std::vector<ReloadPart*> parts_;
  Notify notify_;
  // SteadyTime::max() while there is none under way.
  std::atomic<SteadyTime> since_ = SteadyTime::max();

  std::mutex mutex_;  // guards these
  std::condition_variable_any changed_;
  std::vector<Done> waiting_;
  std::jthread thread_;
};

}  // namespace pitel
