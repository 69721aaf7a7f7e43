#include "app/target.h"

#include <new>
#include <utility>
#include <vector>

#include "calls/call_counters.h"
#include "calls/metrics.h"

namespace pitel {
namespace {

Family ResponseSize(std::uint64_t bytes) {
  Family family;
  family.header.name = "pitel_api_response_size_bytes";
  family.header.help = "Size of the last successful response, decoded.";
  family.Add({}, static_cast<double>(bytes));
  return family;
}

TargetOverview InitialOverview(const TargetConfig& config) {
  TargetOverview overview;
  overview.name = config.name;
  overview.url = config.api.url.Origin();
  return overview;
}

}  // namespace

Target::Target(const TargetConfig& config)
    : name_(config.name),
      max_age_(config.poll.max_age),
      monitor_(config.calls),
      metrics_(config.poll.interval, config.poll.timeout),
      overview_(InitialOverview(config)) {}

Result<Answer, JsonError> Target::Read(ByteSource& body) const {
  return monitor_.Read(body);
}

Target::Counted Target::Count(Answer answer, const PollReport& report) const {
  CountedPoll calls = monitor_.Count(std::move(answer), report.sent);
  std::vector<Family> gauges = CallGauges(calls.snapshot);
  gauges.push_back(ResponseSize(report.response_bytes));
  RenderedSource rendered_gauges = RenderSource(gauges, name_);
  RenderedSource rendered_counters =
      RenderSource(CallCounters(calls.totals()), name_);
  return {std::move(calls), std::move(rendered_gauges),
          std::move(rendered_counters), report.sent.steady + max_age_};
}

void Target::RecordRequests(const PollReport& report) noexcept {
  metrics_.RecordRequests(report);
}

void Target::Succeed(Counted counted, const PollReport& report,
                     const PollTime& time) noexcept {
  const CallSnapshot& snapshot = counted.calls.snapshot;
  metrics_.RecordSuccess(report, snapshot, time.duration);
  overview_.polled = true;
  overview_.up = true;
  overview_.last_poll = time.began;
  overview_.poll_duration = time.duration;
  overview_.rows = snapshot.rows.rows;
  overview_.all_rows_left_out = snapshot.all_rows_left_out();
  overview_.active_calls = snapshot.active_calls();
  call_gauges_ = std::move(counted.gauges);
  call_counters_ = std::move(counted.counters);
  gauges_fade_at_ = counted.fades_at;
  monitor_.Commit(std::move(counted.calls));
}

void Target::Fail(const Failure& failure, const PollTime& time) noexcept {
  metrics_.RecordFailure(failure, time.duration);
  overview_.polled = true;
  overview_.up = false;
  overview_.last_poll = time.began;
  overview_.poll_duration = time.duration;
  overview_.last_failure_at = time.began;
  try {
    overview_.last_failure =
        std::string(ToString(failure.operation)) + ": " + failure.detail;
  } catch (const std::bad_alloc&) {
    overview_.last_failure = "out of memory";  // short enough not to allocate
  }
}

TargetPage Target::Page() const {
  return {RenderSource(metrics_.Collect().families(), name_), call_counters_,
          call_gauges_, gauges_fade_at_, overview_};
}

}  // namespace pitel
