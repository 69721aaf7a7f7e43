#pragma once

#include <atomic>
#include <chrono>
#include <mutex>
#include <optional>

#include "app/schedule.h"
#include "base/clock.h"
#include "base/log.h"
#include "config/config.h"
#include "doctor/recorder.h"
#include "doctor/report.h"
#include "doctor/target_observer.h"
#include "endpoint/keyed_hash.h"
#include "fetch/api_session.h"

namespace pitel {

// Polls one target for the doctor when it is called, and learns from what comes
// back. Called by one thread at a time, except for Stop and Observed.
class DoctorTarget {
 public:
  // `number` is the target's in the report, from 1. `clock`, `log` and
  // `recorder` outlive this; without a recorder, nothing is recorded.
  DoctorTarget(const TargetConfig& config, std::size_t number,
               HttpClients& clients, Recorder* recorder, const Clock& clock,
               Log& log);
  DoctorTarget(const DoctorTarget&) = delete;
  DoctorTarget& operator=(const DoctorTarget&) = delete;

  // The first poll is due at `first`. Call this before Wake.
  void Schedule(SteadyTime first);
  // Polls; returns when to call it again, SteadyTime::max() after Stop.
  SteadyTime Wake(const Moment& began);
  // Makes the current requests fail and prevents others. Any thread.
  void Stop();

  // What was learnt from the polls that are over. Any thread.
  ObservedTarget Observed() const;

  // Scheme, host and port.
  std::string host() const { return config_.api.url.Origin(); }

 private:
  std::optional<Failure> Poll(SteadyTime deadline);
  // Asks the endpoint of queues, if its time has come. Shares the deadline of
  // the poll.
  void AskQueues(SteadyTime deadline);

  const TargetConfig config_;
  const std::size_t number_;
  Recorder* const recorder_;
  const Clock& clock_;
  const KeyedHash hash_;
  ApiSession session_;
  std::optional<PollSchedule> schedule_;
  SteadyTime next_queue_request_ = SteadyTime::min();
  std::atomic<bool> stopped_ = false;

  mutable std::mutex mutex_;  // guards these
  TargetObserver observer_;
  std::optional<SteadyTime> first_poll_;
};

}  // namespace pitel
