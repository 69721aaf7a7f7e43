#include "queues/queues_endpoint.h"

#include <utility>

#include "queues/queue_families.h"

namespace pitel {
namespace {

EndpointSummary SummaryOf(const QueueSnapshot& snapshot) {
  EndpointSummary summary;
  summary.facts = {{"waiting_in_queues", snapshot.waiting()}};
  if (snapshot.left_out) {
    summary.warning = "the tenants filter excludes the tenant of the queues";
  }
  return summary;
}

}  // namespace

QueuesEndpoint::QueuesEndpoint(std::string path, QueueRules rules)
    : path_(std::move(path)), rules_(std::move(rules)) {}

std::optional<JsonError> QueuesEndpoint::Read(ByteSource& body) {
  Discard();
  auto response = monitor_->Read(rules_, body);
  if (!response) return response.error();
  response_ = *std::move(response);
  return std::nullopt;
}

EndpointCounts QueuesEndpoint::Count(const ResponseInfo& info) {
  counted_ = monitor_->Count(rules_, *std::move(response_), info.only_tenant,
                            {info.sent, info.clock_skew});
  response_.reset();
  EndpointCounts counts;
  counts.gauges = QueueGauges(counted_->snapshot);
  counts.counters = QueueCounters(counted_->next.tracker.totals());
  counts.summary = SummaryOf(counted_->snapshot);
  return counts;
}

void QueuesEndpoint::Commit() noexcept {
  monitor_->Commit(*std::move(counted_));
  counted_.reset();
}

void QueuesEndpoint::Discard() noexcept {
  response_.reset();
  counted_.reset();
}

void QueuesEndpoint::Continue(Endpoint& before) noexcept {
  auto& old = static_cast<QueuesEndpoint&>(before);
  if (old.rules_.naming == rules_.naming) std::swap(monitor_, old.monitor_);
}

EndpointSummary QueuesEndpoint::InitialSummary() const { return SummaryOf({}); }

}  // namespace pitel
