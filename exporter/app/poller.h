#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "app/endpoint_pause.h"
#include "app/poll_log.h"
#include "app/schedule.h"
#include "app/shown_target.h"
#include "app/target.h"
#include "app/watched.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/published.h"
#include "config/config.h"
#include "fetch/api_session.h"

namespace pitel {

// Polls one target when it is called, and passes each response or failure to
// it. A poll that has not returned kStuckAfter its deadline counts as failed:
// Check, which a watchdog calls, records this while the poll's thread still
// hangs. If the poll returns later, only its requests are recorded.
//
// A poll asks the first endpoint, which alone decides whether the poll is
// successful, and records and shows what came of it. In the time that is left,
// it asks the further endpoints, even if the first one failed, as long as there
// is a token. If a further endpoint hangs, it alone counts as stuck, until the
// next poll should have ended.
class Poller final : public Watched {
 public:
  // `clock`, `log` and `sink` outlive the poller.
  Poller(const TargetConfig& config, HttpClients& clients, const Clock& clock,
         Log& log, TargetSink& sink);
  // No poll is under way any more.
  ~Poller() override = default;
  Poller(const Poller&) = delete;
  Poller& operator=(const Poller&) = delete;

  // Shows the target for the first time. The first poll is due at `first`.
  // Call this before Wake.
  void Schedule(SteadyTime first);
  // Polls if a poll is due, or looks for a new credential; returns when to call
  // it again, SteadyTime::max() after Stop. The timeout counts from `began`,
  // when the poll could have begun. One thread at a time.
  SteadyTime Wake(const Moment& began);
  // Makes the current poll fail and prevents any other. Afterwards, the target
  // is not shown any more. Any thread.
  void Stop();

  // A new configuration of the same target, made ready.
  struct Change;
  // `clients` as in the constructor. Changes nothing. May throw.
  std::shared_ptr<Change> Prepare(const TargetConfig& config,
                                  HttpClients& clients);
  // Puts it into force: now or, if a poll is under way, as soon as that has
  // ended. The target keeps what is known about it and its place in time; it
  // keeps its token if nothing about its host or credential changes. Wake must
  // then be called soon, to tell when the next poll is due. One thread at a
  // time, the one that calls Prepare.
  void Apply(std::shared_ptr<Change> change);

  // Polls once; returns whether the poll was successful. Not to be used
  // together with Wake.
  bool PollOnce() { return !Poll(clock_.Now()).has_value(); }

  // Scheme, host and port.
  std::string host() const { return settings_.Read()->config.api.url.Origin(); }

  std::string_view Name() const override { return name_; }
  std::string_view Doing() const override;
  // How far the current poll is past its deadline, or the next one if it still
  // waits; or how long checking the credential or showing the target has taken.
  std::chrono::nanoseconds Overdue() const override;
  std::chrono::nanoseconds Patience() const override;
  void Check(SteadyTime awake_since) override;

 private:
  struct Settings {
    TargetConfig config;
    std::shared_ptr<ApiSession> session;
  };
  // The current poll.
  struct Turn {
    Moment began;
    SteadyTime deadline;
    bool stuck = false;          // and therefore already counted
    std::size_t endpoint = 0;    // the last that was asked
    bool asking = true;          // until what came of it is recorded
    bool holds_up_next = false;  // which counts as stuck, too
  };
  // What came of one endpoint in the current poll.
  struct EndpointFetch {
    FetchReport report;
    std::optional<Target::Counted> counted;
  };

  static constexpr std::string_view kWaiting = "waiting for other polls to end";

  PollTimes poll_times() const { return settings_.Read()->config.poll; }
  std::shared_ptr<ApiSession> session() const {
    return settings_.Read()->session;
  }

  void PollOnSchedule(const Moment& began);
  bool CredentialChanged();
  // Polls once; returns the failure, if any.
  std::optional<Failure> Poll(const Moment& began);
  void Begin(const Moment& began);
  void FetchFrom(std::size_t endpoint, SteadyTime deadline);
  // What the fetch from this endpoint is doing.
  Operation OperationOf(std::size_t endpoint) const;
  Turn CurrentTurn();
  // Records what came of the first endpoint; returns the failure, if any.
  std::optional<Failure> EndFirst();
  // Asks a further endpoint, or not, after what came of the first. Leaves time
  // for the next poll to begin when it is due.
  void AskFurther(std::size_t endpoint, const std::optional<Failure>& first);
  void EndFurther(std::size_t endpoint);
  void End();
  // The following need mutex_.
  // Applies what came of the endpoint, unless it hung.
  void Settle(std::size_t endpoint);
  // Between polls: puts the change that waits, if any, into force.
  void ApplyChange();
  void CountAsStuck(const Moment& began);
  void Show();

  const std::string name_;  // for the watchdog
  const Clock& clock_;
  Log& common_log_;
  TargetSink& sink_;
  Published<Settings> settings_;  // the same during a poll
  std::atomic<bool> counting_ = false;
  // The deadline of the current poll, or the start of the current check of the
  // credential; SteadyTime::max() if there is neither.
  std::atomic<SteadyTime> deadline_ = SteadyTime::max();
  // When the next poll is due; SteadyTime::max() while the poller is awake.
  std::atomic<SteadyTime> due_ = SteadyTime::max();
  // Since when the sink has lacked the target's latest state; SteadyTime::max()
  // if it does not.
  std::atomic<SteadyTime> behind_since_ = SteadyTime::max();

  // These belong to the poll's thread while it is awake: what the current poll
  // fetches, when the further endpoints may be asked, and when the next poll is
  // due.
  EndpointFetch fetch_;
  std::vector<EndpointPause> pauses_;  // by endpoint
  std::optional<PollSchedule> schedule_;
  std::minstd_rand random_;

  std::mutex mutex_;    // guards these; target.h says what needs no lock
  bool awake_ = false;  // in Wake
  std::unique_ptr<Target> target_;  // the same while awake
  std::shared_ptr<Change> change_;  // waits for the poll under way
  PollLog log_;
  std::optional<Turn> turn_;
  bool missed_ = false;  // the next poll still waits, and is already counted

  std::atomic<bool> stopped_ = false;
};

// How long after its deadline a poll counts as stuck.
inline constexpr std::chrono::seconds kStuckAfter{2};

}  // namespace pitel
