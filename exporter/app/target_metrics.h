#pragma once

#include <prometheus/registry.h>

#include <chrono>
#include <map>
#include <optional>

#include "base/clock.h"
#include "calls/snapshot.h"
#include "fetch/api_session.h"
#include "metric/registry.h"

namespace pitel {

// What one target's polls did, in prometheus-cpp instruments: everything about
// a target that does not fade with its last good answer. Belongs to the
// target's poll thread.
class TargetMetrics {
 public:
  TargetMetrics(std::chrono::nanoseconds interval,
                std::chrono::nanoseconds timeout);

  // A poll is over; `snapshot` is what it counted, null if it failed.
  void Record(const PollReport& report, const CallSnapshot* snapshot,
              std::chrono::nanoseconds duration);

  CollectedFamilies Collect() const { return CollectedFamilies(registry_); }

 private:
  void RecordFailure(const Failure& failure);
  void SetGauge(prometheus::Family<prometheus::Gauge>& family, double value);

  prometheus::Registry registry_;
  std::map<Operation, prometheus::Counter*> requests_;
  std::map<Operation, prometheus::Histogram*> request_seconds_;
  std::map<std::pair<Operation, FailureReason>, prometheus::Counter*> failures_;
  prometheus::Counter& rejected_rows_;
  prometheus::Counter& unknown_call_states_;
  prometheus::Counter& unknown_directions_;
  prometheus::Counter& unknown_call_times_;
  // These have no series before there is something to say.
  prometheus::Family<prometheus::Gauge>& up_;
  prometheus::Family<prometheus::Gauge>& poll_seconds_;
  prometheus::Family<prometheus::Gauge>& last_success_;
  prometheus::Family<prometheus::Gauge>& token_expiry_;
  prometheus::Family<prometheus::Gauge>& clock_skew_;
};

}  // namespace pitel
