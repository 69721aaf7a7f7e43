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
  std::chrono::nanoseconds duration{};  // to counted numbers, or to the failure
};

// What the exporter knows of one target and shows of it: a successful response
// or a failure goes in, the target's page comes out. No clock, no thread, no
// socket.
//
// Read and Count belong to the poll's thread, which may take long in them; they
// use nothing that the other methods change, except for what Succeed has taken
// over. All other methods may be called by any thread, one at a time.
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
  // Works out what a successful response means, and changes nothing: should
  // memory run out on the way, nothing of the response has counted.
  Counted Count(Answer answer, const PollReport& report) const;

  // What a poll sent, whatever became of it.
  void RecordRequests(const PollReport& report) noexcept;
  // A poll is over, exactly one of these. Only the poll's thread calls Succeed.
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
