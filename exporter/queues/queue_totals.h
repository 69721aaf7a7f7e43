#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "endpoint/folding.h"
#include "metric/family.h"

namespace pitel {

// For one tenant and queue.
struct QueueCounts {
  std::uint64_t joined = 0;
  std::uint64_t answered = 0;
  std::uint64_t abandoned = 0;
  std::uint64_t lost = 0;  // disappeared while waiting
  HistogramValue answered_wait;
  HistogramValue abandoned_wait;
  // Followed callers that may still be counted here. The counts are kept as
  // long as there are any.
  std::size_t open_callers = 0;
};

// Totals of the callers of a target's queues since the exporter started. A
// value type.
class QueueTotals {
 public:
  // By tenant and queue; refers to counts by their id.
  using Ids = std::map<std::pair<std::string, std::string>, std::uint32_t>;

  // The id of the counts, all zero for a new pair. It stays valid until the
  // pair is dropped.
  std::uint32_t IdOf(const FoldedLabels::Pair& labels);
  QueueCounts& operator[](std::uint32_t id) { return counts_[id]; }
  const QueueCounts& operator[](std::uint32_t id) const { return counts_[id]; }
  const Ids& ids() const { return ids_; }

  // Gives every pair of `listed` its counts, and drops those of other pairs
  // without open callers. `listed` is in order.
  void List(const std::vector<FoldedLabels::Pair>& listed);

 private:
  Ids ids_;
  std::vector<QueueCounts> counts_;  // some of them unused
  std::vector<std::uint32_t> free_ids_;
};

// Adds a wait unless it is negative or longer than a day, which no caller
// waits: a clock or a time is wrong.
void ObserveWait(HistogramValue& histogram, std::chrono::nanoseconds wait);

}  // namespace pitel
