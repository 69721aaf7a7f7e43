#pragma once

#include <condition_variable>
#include <mutex>
#include <optional>
#include <random>
#include <stop_token>
#include <thread>

#include "app/schedule.h"
#include "app/target_metrics.h"
#include "app/target_page.h"
#include "base/clock.h"
#include "base/log.h"
#include "calls/monitor.h"
#include "config/config.h"
#include "fetch/api_session.h"

namespace pitel {

// Polls one target: bytes become numbers become the target's page.
class Poller {
 public:
  // All of these outlive the poller. Shows what is known before the first poll.
  Poller(const TargetConfig& target, const Clock& clock, Log& log,
         TargetPageSink& sink);
  ~Poller();
  Poller(const Poller&) = delete;
  Poller& operator=(const Poller&) = delete;

  // Polls on a thread of its own, for the first time at `first`, until Stop.
  void Start(SteadyTime first);
  // Makes a poll under way fail and lets no other begin; the thread ends soon,
  // and the destructor waits for it. Any thread.
  void Stop();

  // One poll on the calling thread, which is the only one; whether it was good.
  bool PollOnce();

 private:
  void Run(const std::stop_token& stop, SteadyTime first);
  void WaitUntilDue(const std::stop_token& stop, PollSchedule& schedule);
  // The failure of a poll that was not good.
  std::optional<Failure> Poll();
  void RecordGood(const PollReport& report, const CallSnapshot& snapshot);
  // Records and shows a poll that is over; `snapshot` is null if it failed.
  void Show(const PollReport& report, const CallSnapshot* snapshot,
            const Moment& began, std::chrono::nanoseconds duration);
  void LogOutcome(const PollReport& report);
  TargetPage Page() const;

  const TargetConfig target_;
  const Clock& clock_;
  Log& log_;
  TargetPageSink& sink_;
  ApiSession session_;
  CallMonitor monitor_;
  TargetMetrics metrics_;
  RenderedSource call_counters_;
  RenderedSource call_gauges_;
  SteadyTime gauges_fade_at_ = SteadyTime::min();
  TargetOverview overview_;
  bool is_up_ = false;                   // as of the last poll
  std::optional<Failure> last_failure_;  // of the last poll
  std::mutex waiting_;
  std::condition_variable_any stopped_;
  std::jthread thread_;
};

}  // namespace pitel
