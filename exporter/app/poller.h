#pragma once

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>

#include "app/poll_log.h"
#include "app/schedule.h"
#include "app/target.h"
#include "app/target_page.h"
#include "app/watched.h"
#include "base/clock.h"
#include "base/log.h"
#include "config/config.h"
#include "fetch/api_session.h"

namespace pitel {

// Polls one target on time and hands what comes back to it. A poll that has not
// come back kStuckAfter its deadline counts as failed: a watchdog's Check says
// so while the poll's thread still hangs, and nothing of that poll counts
// later.
class Poller final : public Watched {
 public:
  // All of these outlive the poller. Shows what is known before the first poll.
  Poller(const TargetConfig& config, const Clock& clock, Log& log,
         TargetPageSink& sink);
  // Waits for the thread, and so for a poll that hangs.
  ~Poller() override;
  Poller(const Poller&) = delete;
  Poller& operator=(const Poller&) = delete;

  // Polls on a thread of its own, for the first time at `first`, until Stop.
  void Start(SteadyTime first);
  // Makes a poll under way fail and lets no other begin; the thread ends soon.
  // Any thread.
  void Stop();

  // One poll on the calling thread, which is the only one; whether it was
  // successful.
  bool PollOnce();

  std::string_view Name() const override { return name_; }
  std::string_view Doing() const override;
  // Beyond the deadline of the poll under way.
  std::chrono::nanoseconds Overdue() const override;
  std::chrono::nanoseconds Patience() const override;
  void Check() override;

 private:
  // The poll under way.
  struct Turn {
    Moment began;
    SteadyTime deadline;
    bool stuck = false;  // and so counted already
  };

  void Run(SteadyTime first);
  // False: the poller was stopped.
  bool WaitUntilDue(PollSchedule& schedule);
  bool CredentialChanged();
  // The failure of a poll that was not successful.
  std::optional<Failure> Poll();
  void Begin(const Moment& began);
  void End(PollReport& report, std::optional<Target::Counted> counted);
  // With mutex_ held.
  void CountAsStuck();
  void Show();

  const TargetConfig config_;
  const std::string name_;  // for a watchdog
  const Clock& clock_;
  TargetPageSink& sink_;
  ApiSession session_;
  std::atomic<bool> counting_ = false;
  // Of the poll under way; the end of time if there is none.
  std::atomic<SteadyTime> deadline_ = SteadyTime::max();

  std::mutex mutex_;  // guards what follows, apart from Target's own rules
  Target target_;
  PollLog log_;
  std::optional<Turn> turn_;
  bool page_is_behind_ = false;  // of what the target knows

  std::mutex waiting_;
  std::condition_variable_any stopped_;
  std::stop_source stop_;
  std::jthread thread_;
};

// How long beyond its deadline a poll is left to come back by itself.
inline constexpr std::chrono::seconds kStuckAfter{2};

}  // namespace pitel
