#include "queues/queue_snapshot.h"

#include <algorithm>
#include <utility>

namespace pitel {

std::uint64_t QueueSnapshot::waiting() const {
  std::uint64_t waiting = 0;
  for (const Queue& queue : queues) waiting += queue.waiting;
  return waiting;
}

QueueSnapshot CountWaiting(const QueueResponse& response,
                           const FoldedLabels& labels,
                           const std::vector<std::chrono::nanoseconds>& waits,
                           const std::string& tenant) {
  std::vector<QueueSnapshot::Queue> queues;
  queues.reserve(labels.pairs.size());
  for (const FoldedLabels::Pair& pair : labels.pairs) {
    queues.push_back({pair, 0, {}});
  }
  for (std::size_t i = 0; i < response.rows.size(); ++i) {
    if (response.rows[i].state != QueueState::kWaiting) continue;
    QueueSnapshot::Queue& queue = queues[labels.pair_of_row[i]];
    ++queue.waiting;
    queue.oldest = std::max(queue.oldest, waits[i]);
  }
  QueueSnapshot snapshot;
  for (auto& queue : queues) {
    if (queue.labels.tenant != tenant) continue;
    snapshot.queues.push_back(std::move(queue));
  }
  return snapshot;
}

}  // namespace pitel
