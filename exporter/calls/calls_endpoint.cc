#include "calls/calls_endpoint.h"

#include <utility>

#include "calls/call_counters.h"
#include "calls/call_gauges.h"
#include "calls/row_problems.h"

namespace pitel {
namespace {

constexpr FamilyHeader kResponseSize =
    Gauge("pitel_api_response_size_bytes",
          "Size of the last successful response, decoded.");

std::vector<Family> CountersOf(const CallHistory& history) {
  std::vector<Family> families = RowProblemCounters(history.problems);
  for (Family& family : CallCounters(history.tracker.totals())) {
    families.push_back(std::move(family));
  }
  return families;
}

std::vector<Family> GaugesOf(const CallSnapshot& snapshot,
                             std::uint64_t response_bytes) {
  std::vector<Family> families = CallGauges(snapshot);
  families.emplace_back(kResponseSize, static_cast<double>(response_bytes));
  return families;
}

EndpointSummary SummaryOf(const CallSnapshot& snapshot) {
  EndpointSummary summary;
  summary.facts = {{"rows", snapshot.rows.rows},
                   {"active_calls", snapshot.active_calls()}};
  if (snapshot.all_rows_left_out()) {
    summary.warning = "the tenants filter excludes every row";
  }
  return summary;
}

}  // namespace

CallsEndpoint::CallsEndpoint(std::string path, const CallRules& rules)
    : path_(std::move(path)), rules_(rules) {}

std::optional<JsonError> CallsEndpoint::Read(ByteSource& body) {
  Discard();
  auto response = monitor_->Read(rules_, body);
  if (!response) return response.error();
  response_ = *std::move(response);
  return std::nullopt;
}

EndpointCounts CallsEndpoint::Count(const ResponseInfo& info) {
  counted_ = monitor_->Count(rules_, *std::move(response_), info.sent);
  response_.reset();
  EndpointCounts counts;
  counts.gauges = GaugesOf(counted_->snapshot, info.bytes);
  counts.counters = CountersOf(counted_->next);
  counts.summary = SummaryOf(counted_->snapshot);
  return counts;
}

void CallsEndpoint::Commit() noexcept {
  monitor_->Commit(*std::move(counted_));
  counted_.reset();
}

void CallsEndpoint::Discard() noexcept {
  response_.reset();
  counted_.reset();
}

void CallsEndpoint::Continue(Endpoint& before) noexcept {
  std::swap(monitor_, static_cast<CallsEndpoint&>(before).monitor_);
}

EndpointSummary CallsEndpoint::InitialSummary() const { return SummaryOf({}); }

std::vector<Family> CallsEndpoint::InitialCounters() const {
  return RowProblemCounters({});
}

}  // namespace pitel
