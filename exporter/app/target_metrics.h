#pragma once

#include <prometheus/registry.h>

#include <chrono>
#include <map>
#include <utility>

#include "base/clock.h"
#include "calls/snapshot.h"
#include "fetch/api_session.h"
#include "metric/registry.h"

namespace pitel {

// What the exporter counts about one target's polls, in prometheus-cpp
// instruments: everything about a target that does not fade with its last
// successful response. All memory is taken when it is made, so that recording
// cannot fail. Used by one thread at a time.
class TargetMetrics {
 public:
  TargetMetrics(std::chrono::nanoseconds interval,
                std::chrono::nanoseconds timeout);

  // What a poll sent and learnt on the way, whatever became of it.
  void RecordRequests(const PollReport& report) noexcept;
  // A poll is over, exactly one of these.
  void RecordSuccess(const PollReport& report, const CallSnapshot& snapshot,
                     std::chrono::nanoseconds duration) noexcept;
  void RecordFailure(const Failure& failure,
                     std::chrono::nanoseconds duration) noexcept;

  CollectedFamilies Collect() const { return CollectedFamilies(registry_); }

 private:
  void CountFailure(const Failure& failure) noexcept;

  prometheus::Registry registry_;
  std::map<Operation, prometheus::Counter*> requests_;
  std::map<Operation, prometheus::Histogram*> request_seconds_;
  std::map<std::pair<Operation, FailureReason>, prometheus::Counter*> failures_;
  prometheus::Counter& rejected_rows_;
  prometheus::Counter& unknown_call_states_;
  prometheus::Counter& unknown_directions_;
  prometheus::Counter& unknown_call_times_;
  // These are NaN, and have no series, before there is something to say.
  prometheus::Gauge& up_;
  prometheus::Gauge& poll_seconds_;
  prometheus::Gauge& last_success_;
  prometheus::Gauge& token_expiry_;
  prometheus::Gauge& clock_skew_;
};

}  // namespace pitel
