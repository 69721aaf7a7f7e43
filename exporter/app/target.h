#pragma once

#include "app/target_metrics.h"
#include "app/target_page.h"
#include "base/clock.h"
#include "calls/monitor.h"
#include "config/config.h"
#include "fetch/api_session.h"
#include "json/byte_source.h"
#include "render/pages.h"

namespace pitel {

struct PollTime {
  Moment began;
  std::chrono::nanoseconds duration{};  // until it was counted or had failed
};

// What the exporter knows and shows about one target: a successful response or
// a failure goes in, the target's page comes out. No clock, no thread, no
// socket.
//
// Read and Count may take long. The poll's thread calls them, without a lock:
// of the members that change they use only the history of calls, which only
// Succeed changes. All other methods may be called by any thread, one at a
// time.
class Target {
 public:
  // A successful response, counted and rendered.
  struct Counted {
    CountedPoll calls;
    RenderedSource gauges;
    RenderedSource counters;
    SteadyTime fades_at;
  };

  explicit Target(const TargetConfig& config);
  Target(const Target&) = delete;
  Target& operator=(const Target&) = delete;

  // Reads a body as it arrives.
  Result<Answer, JsonError> Read(ByteSource& body) const;
  // Counts and renders a successful response, but changes nothing: if memory
  // runs out, nothing of the response has counted.
  Counted Count(Answer answer, const PollReport& report) const;

  // Records the requests of a poll, whether it succeeded or failed.
  void RecordRequests(const PollReport& report) noexcept;
  // Call exactly one of these for each poll. Only the poll's thread calls
  // Succeed.
  void Succeed(Counted counted, const PollReport& report,
               const PollTime& time) noexcept;
  void Fail(const Failure& failure, const PollTime& time) noexcept;

  TargetPage Page() const;
  const TargetOverview& overview() const { return overview_; }

 private:
  const std::string name_;
  const std::chrono::nanoseconds max_age_;
  CallMonitor monitor_;
  TargetMetrics metrics_;
  RenderedSource call_counters_;
  RenderedSource call_gauges_;
  SteadyTime gauges_fade_at_ = SteadyTime::min();
  TargetOverview overview_;
};

}  // namespace pitel
