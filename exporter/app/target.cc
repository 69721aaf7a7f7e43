#include "app/target.h"

#include <algorithm>
#include <new>
#include <utility>

#include "app/endpoints.h"
#include "app/only_tenant.h"

namespace pitel {
namespace {

TargetOverview InitialOverview(const TargetConfig& config) {
  TargetOverview overview;
  overview.name = config.name;
  overview.url = config.api.url.Origin();
  return overview;
}

bool PollsQueues(const std::vector<std::unique_ptr<Endpoint>>& endpoints) {
  return std::ranges::any_of(endpoints, [](const auto& endpoint) {
    return endpoint->operation() == Operation::kQueue;
  });
}

std::size_t SizeOf(const SharedSource& source) {
  return source != nullptr ? source->text.size() : 0;
}

std::string InWords(const Failure& failure) noexcept {
  try {
    return std::string(ToString(failure.operation)) + ": " + failure.detail;
  } catch (const std::bad_alloc&) {
    return "out of memory";  // short enough not to allocate
  }
}

}  // namespace

Target::Target(const TargetConfig& config)
    : name_(config.name),
      max_age_(config.poll.max_age),
      endpoints_(MakeEndpoints(config)),
      metrics_(config.poll.interval, config.poll.timeout,
               PollsQueues(endpoints_)),
      shown_(endpoints_.size()),
      overview_(InitialOverview(config)) {
  overview_.endpoints.resize(endpoints_.size());
  for (std::size_t i = 0; i < endpoints_.size(); ++i) {
    shown_[i].counters = RenderSource(endpoints_[i]->InitialCounters(), name_);
    overview_.endpoints[i].summary = endpoints_[i]->InitialSummary();
  }
}

void Target::Continue(Target& before, bool keeps_token) {
  metrics_.Continue(before.metrics_, keeps_token);
  // From here on, nothing throws.
  for (std::size_t i = 0; i < endpoints_.size(); ++i) {
    const auto old = std::ranges::find(
        before.endpoints_, endpoints_[i]->operation(),
        [](const auto& endpoint) { return endpoint->operation(); });
    if (old == before.endpoints_.end()) continue;
    const auto index = old - before.endpoints_.begin();
    endpoints_[i]->Continue(**old);
    shown_[i] = std::move(before.shown_[index]);
    overview_.endpoints[i] = std::move(before.overview_.endpoints[index]);
  }
  only_tenant_ = std::move(before.only_tenant_);
  TargetOverview& overview = before.overview_;
  overview_.polled = overview.polled;
  overview_.up = overview.up;
  overview_.last_poll = overview.last_poll;
  overview_.poll_duration = overview.poll_duration;
  overview_.last_failure = std::move(overview.last_failure);
  overview_.last_failure_at = overview.last_failure_at;
}

ApiRequest Target::Request(std::size_t endpoint) const {
  // The token is renewed for the first endpoint.
  return {endpoints_[endpoint]->operation(), endpoints_[endpoint]->path(),
          endpoint > 0};
}

std::optional<JsonError> Target::Read(std::size_t endpoint, ByteSource& body) {
  return endpoints_[endpoint]->Read(body);
}

Target::Counted Target::Count(std::size_t endpoint, const FetchReport& report) {
  EndpointCounts counts = endpoints_[endpoint]->Count(
      {report.sent, report.response_bytes, report.clock_skew, only_tenant_});
  Counted counted;
  if (endpoint == 0) counted.only_tenant = OnlyTenant(counts.gauges);
  const ShownEndpoint& before = shown_[endpoint];
  counted.gauges = RenderSource(counts.gauges, name_, SizeOf(before.gauges));
  counts.gauges = {};  // which is large
  counted.counters =
      RenderSource(counts.counters, name_, SizeOf(before.counters));
  counted.summary = std::move(counts.summary);
  counted.sent = report.sent;
  return counted;
}

void Target::Discard(std::size_t endpoint) noexcept {
  endpoints_[endpoint]->Discard();
}

void Target::RecordRequests(const FetchReport& report) noexcept {
  metrics_.RecordRequests(report);
}

void Target::Commit(std::size_t endpoint, Counted counted) noexcept {
  const SteadyTime fades_at = counted.sent.steady + max_age_;
  overview_.endpoints[endpoint] = {std::move(counted.summary), fades_at, {}};
  if (endpoint == 0) only_tenant_ = std::move(counted.only_tenant);
  shown_[endpoint].gauges = std::move(counted.gauges);
  shown_[endpoint].counters = std::move(counted.counters);
  shown_[endpoint].fades_at = fades_at;
  endpoints_[endpoint]->Commit();
}

void Target::Succeed(const FetchReport& report, const PollTime& time) noexcept {
  metrics_.RecordSuccess(report, time.duration);
  overview_.polled = true;
  overview_.up = true;
  overview_.last_poll = time.began;
  overview_.poll_duration = time.duration;
}

void Target::Fail(const Failure& failure, const PollTime& time) noexcept {
  metrics_.RecordFailure(failure, time.duration);
  overview_.polled = true;
  overview_.up = false;
  overview_.last_poll = time.began;
  overview_.poll_duration = time.duration;
  overview_.last_failure_at = time.began;
  overview_.last_failure = InWords(failure);
}

void Target::FurtherSucceeded(std::size_t endpoint) noexcept {
  metrics_.RecordQueueSuccess();
  overview_.endpoints[endpoint].failure.clear();
}

void Target::FurtherFailed(std::size_t endpoint,
                           const Failure& failure) noexcept {
  metrics_.RecordQueueFailure(&failure);
  overview_.endpoints[endpoint].failure = InWords(failure);
}

void Target::NotAsked(std::size_t /*endpoint*/) noexcept {
  metrics_.RecordQueueFailure(nullptr);
}

ShownTarget Target::Shown() const {
  return {RenderSource(metrics_.Collect().families(), name_), shown_,
          overview_};
}

}  // namespace pitel
