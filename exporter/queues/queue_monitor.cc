#include "queues/queue_monitor.h"

#include <utility>
#include <vector>

namespace pitel {
namespace {

// A queue has two pairs of labels if its tenant becomes known after the first
// responses.
constexpr std::size_t kPairsPerQueue = 2;

FoldingRules FoldingOf(const QueueRules& rules) {
  return {rules.tenants, rules.queues, kPairsPerQueue * rules.queues,
          rules.series_ttl};
}

}  // namespace

Result<QueueResponse, JsonError> QueueMonitor::Read(const QueueRules& rules,
                                                    ByteSource& body) const {
  return ReadQueueResponse(body, rules, hash_);
}

CountedQueueResponse QueueMonitor::Count(const QueueRules& rules,
                                         QueueResponse response,
                                         std::string_view tenant,
                                         const QueueMoment& now) const {
  const std::vector<std::string> tenants{tenant.empty() ? "unknown"
                                                        : std::string(tenant)};
  QueueHistory next = history_;
  const bool left_out = !rules.filter.Admits(tenants.front());
  if (left_out) response = {};
  RowLabels row_labels{tenants, response.queues, {}};
  row_labels.rows.reserve(response.rows.size());
  for (const QueueRow& row : response.rows) {
    row_labels.rows.push_back({0, row.queue});
  }
  const FoldedLabels labels =
      next.folding.Update(FoldingOf(rules), row_labels, now.sent.steady);
  if (left_out) {
    next.tracker.Forget(labels);
    return {{{}, true}, std::move(next)};
  }
  const auto waits = next.tracker.Update(rules, response, labels, now);
  const std::string shown_as =
      labels.folded_tenants == 0 ? tenants.front() : kOtherLabel;
  return {CountWaiting(response, labels, waits, shown_as), std::move(next)};
}

void QueueMonitor::Commit(CountedQueueResponse counted) noexcept {
  history_ = std::move(counted.next);
}

}  // namespace pitel
