#pragma once

#include <chrono>
#include <map>
#include <utility>

#include "base/clock.h"
#include "fetch/fetch_report.h"
#include "metric/instruments.h"

namespace pitel {

// What the exporter counts about one target's polls, in prometheus-cpp
// instruments. The constructor allocates all memory, so that recording
// cannot fail. Used by one thread at a time.
class TargetMetrics {
 public:
  // `queues`: whether the target's queues are polled, too.
  TargetMetrics(std::chrono::nanoseconds interval,
                std::chrono::nanoseconds timeout, bool queues = false);

  // Goes on from the values of `before`, which was used for the same target so
  // far; without the expiry of a token that is not kept. May throw; then this
  // is as it was.
  void Continue(const TargetMetrics& before, bool keeps_token);

  // Records the requests of a poll, its token's expiry and the clock skew,
  // whether the poll succeeded or failed.
  void RecordRequests(const FetchReport& report) noexcept;
  // Call exactly one of these for each poll.
  void RecordSuccess(const FetchReport& report,
                     std::chrono::nanoseconds duration) noexcept;
  void RecordFailure(const Failure& failure,
                     std::chrono::nanoseconds duration) noexcept;

  // Call one of these for each poll if queues are polled; `failure` is absent
  // if they were not asked for.
  void RecordQueueSuccess() noexcept;
  void RecordQueueFailure(const Failure* failure) noexcept;

  CollectedFamilies Collect() const { return instruments_.Collect(); }

 private:
  void CountFailure(const Failure& failure) noexcept;

  Instruments instruments_;
  std::map<Operation, prometheus::Counter*> requests_;
  std::map<Operation, prometheus::Histogram*> request_seconds_;
  std::map<std::pair<Operation, FailureReason>, prometheus::Counter*> failures_;
  // These are NaN, and have no series, until they have a value.
  prometheus::Gauge& up_;
  prometheus::Gauge& poll_seconds_;
  prometheus::Gauge& last_success_;
  prometheus::Gauge& token_expiry_;
  prometheus::Gauge& clock_skew_;
  prometheus::Gauge* queue_up_ = nullptr;  // null unless queues are polled
};

}  // namespace pitel
