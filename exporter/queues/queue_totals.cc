#include "queues/queue_totals.h"

#include <algorithm>
#include <iterator>
#include <tuple>

#include "endpoint/wait_bounds.h"
#include "metric/histogram.h"

namespace pitel {
namespace {

constexpr std::chrono::hours kLongestWait{24};

QueueCounts NoCounts() {
  QueueCounts counts;
  counts.answered_wait = EmptyHistogram(kWaitBounds);
  counts.abandoned_wait = EmptyHistogram(kWaitBounds);
  return counts;
}

bool IsListed(const QueueTotals::Ids::value_type& entry,
              const std::vector<FoldedLabels::Pair>& listed) {
  const auto found = std::partition_point(
      listed.begin(), listed.end(), [&](const FoldedLabels::Pair& pair) {
        return std::tie(pair.tenant, pair.part) <
               std::tie(entry.first.first, entry.first.second);
      });
  return found != listed.end() && found->tenant == entry.first.first &&
         found->part == entry.first.second;
}

}  // namespace

std::uint32_t QueueTotals::IdOf(const FoldedLabels::Pair& labels) {
  const auto [entry, is_new] =
      ids_.try_emplace({labels.tenant, labels.part}, 0);
  if (!is_new) return entry->second;
  if (free_ids_.empty()) {
    entry->second = static_cast<std::uint32_t>(counts_.size());
    counts_.push_back(NoCounts());
  } else {
    entry->second = free_ids_.back();
    free_ids_.pop_back();
    counts_[entry->second] = NoCounts();
  }
  return entry->second;
}

void QueueTotals::List(const std::vector<FoldedLabels::Pair>& listed) {
  for (const FoldedLabels::Pair& pair : listed) IdOf(pair);
  std::erase_if(ids_, [&](const Ids::value_type& entry) {
    const bool drops =
        counts_[entry.second].open_callers == 0 && !IsListed(entry, listed);
    if (drops) free_ids_.push_back(entry.second);
    return drops;
  });
}

void ObserveWait(HistogramValue& histogram, std::chrono::nanoseconds wait) {
  if (wait < std::chrono::nanoseconds(0) || wait > kLongestWait) return;
  Observe(histogram, wait);
}

}  // namespace pitel
