#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "app/target_metrics.h"
#include "base/clock.h"
#include "calls/monitor.h"
#include "fetch/failure.h"

namespace pitel::history {

// What the exporter says of one target, poll after poll, at moments that are
// told: no threads, no sockets, no clock.
class PolledTarget {
 public:
  PolledTarget(std::string name, std::chrono::seconds interval);

  // A poll sent at `sent` got this document. Its rows are counted unless it is
  // not an answer.
  void Answered(std::string_view document, const Moment& sent,
                std::chrono::duration<double> took, double clock_skew);
  // Or it failed.
  void Failed(FailureReason reason, const Moment& sent,
              std::chrono::duration<double> took);

  // The sample lines of a scrape at this time.
  std::string Samples(SteadyTime now) const;

 private:
  const std::string name_;
  const std::chrono::seconds max_age_;
  CallMonitor monitor_;
  TargetMetrics metrics_;
  std::string gauges_;    // of the last good answer
  std::string counters_;  // as of it
  SteadyTime gauges_fade_at_{};
};

}  // namespace pitel::history
