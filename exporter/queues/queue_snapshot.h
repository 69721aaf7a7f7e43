#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "endpoint/folding.h"
#include "queues/queue_response.h"

namespace pitel {

// The waiting callers of one response, by the labels that they are shown under.
struct QueueSnapshot {
  struct Queue {
    FoldedLabels::Pair labels;
    std::uint64_t waiting = 0;
    std::chrono::nanoseconds oldest{};  // wait; 0 if nobody waits

    bool operator==(const Queue&) const = default;
  };
  std::vector<Queue> queues;  // by tenant and queue
  bool left_out = false;      // the filter excludes the tenant

  std::uint64_t waiting() const;
};

// `waits` has an entry for each row. All rows are shown under the label
// `tenant`; the queues of other tenants in `labels` have none, since nothing is
// known of them.
QueueSnapshot CountWaiting(const QueueResponse& response,
                           const FoldedLabels& labels,
                           const std::vector<std::chrono::nanoseconds>& waits,
                           const std::string& tenant);

}  // namespace pitel
