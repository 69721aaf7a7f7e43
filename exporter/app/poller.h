#pragma once

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

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

// Polls one target on schedule and passes each response or failure to it. A
// poll that has not returned kStuckAfter its deadline counts as failed: Check,
// which a watchdog calls, records this while the poll's thread still hangs. If
// the poll returns later, only its requests are recorded.
class Poller final : public Watched {
 public:
  // `clock`, `log` and `sink` outlive the poller. Shows the target's page
  // before the first poll.
  Poller(const TargetConfig& config, const Clock& clock, Log& log,
         TargetPageSink& sink);
  // Waits for the thread, even if a poll hangs.
  ~Poller() override;
  Poller(const Poller&) = delete;
  Poller& operator=(const Poller&) = delete;

  // Polls on its own thread, for the first time at `first`, until Stop.
  void Start(SteadyTime first);
  // Makes the current poll fail and prevents any other; the thread ends soon.
  // Any thread.
  void Stop();

  // Polls once on the calling thread; returns whether the poll was successful.
  // Not to be used together with Start.
  bool PollOnce();

  std::string_view Name() const override { return name_; }
  std::string_view Doing() const override;
  // How far the current poll is past its deadline, or how long checking the
  // credential or updating the page has taken so far.
  std::chrono::nanoseconds Overdue() const override;
  std::chrono::nanoseconds Patience() const override;
  void Check(SteadyTime awake_since) override;

 private:
  // The current poll.
  struct Turn {
    Moment began;
    SteadyTime deadline;
    bool stuck = false;  // and therefore already counted
  };
  // What came of one endpoint in the current poll.
  struct Fetch {
    FetchReport report;
    std::optional<Target::Counted> counted;
  };

  void Run(SteadyTime first);
  // False if the poller was stopped.
  bool WaitUntilDue(PollSchedule& schedule);
  bool CredentialChanged();
  // Polls once; returns the failure, if any.
  std::optional<Failure> Poll();
  void Begin(const Moment& began);
  void FetchFrom(std::size_t endpoint, SteadyTime deadline, Fetch& fetch);
  // Records what came of the poll; returns the failure, if any.
  std::optional<Failure> End();
  // With mutex_ held.
  void CountAsStuck();
  void Show();

  const TargetConfig config_;
  const std::string name_;  // for the watchdog
  const Clock& clock_;
  TargetPageSink& sink_;
  ApiSession session_;
  std::atomic<bool> counting_ = false;
  // The deadline of the current poll, or the start of the current check of the
  // credential; SteadyTime::max() if there is neither.
  std::atomic<SteadyTime> deadline_ = SteadyTime::max();
  // Since when the sink has lacked the target's latest page; SteadyTime::max()
  // if it does not.
  std::atomic<SteadyTime> behind_since_ = SteadyTime::max();

  // Of the current poll, by endpoint. Belongs to the poll's thread.
  std::vector<Fetch> fetches_;

  std::mutex mutex_;  // guards these; target.h says what needs no lock
  Target target_;
  PollLog log_;
  std::optional<Turn> turn_;

  std::mutex waiting_;
  std::condition_variable_any stopped_;
  std::stop_source stop_;
  std::jthread thread_;
};

// How long after its deadline a poll counts as stuck.
inline constexpr std::chrono::seconds kStuckAfter{2};

}  // namespace pitel
