#include "calls/call_totals.h"

#include <initializer_list>
#include <limits>

#include "base/clock.h"

namespace pitel {
namespace {

HistogramValue EmptyHistogram(std::initializer_list<double> bounds) {
  HistogramValue histogram;
  for (const double bound : bounds) histogram.buckets.push_back({bound, 0});
  histogram.buckets.push_back({std::numeric_limits<double>::infinity(), 0});
  return histogram;
}

HistogramValue NoWaits() {
  return EmptyHistogram({5, 10, 15, 20, 30, 45, 60, 90, 120, 180});
}

HistogramValue NoDurations() {
  return EmptyHistogram({10, 30, 60, 120, 300, 600, 1800, 3600, 7200});
}

}  // namespace

CallTotals::CallTotals() { duration.fill(NoDurations()); }

TenantTotals& CallTotals::Of(const std::string& tenant) {
  const auto [entry, is_new] = tenants.try_emplace(tenant);
  if (!is_new) return entry->second;
  entry->second.wait = NoWaits();
  if (free_ids_.empty()) {
    entry->second.id = static_cast<std::uint32_t>(tenants.size() - 1);
  } else {
    entry->second.id = free_ids_.back();
    free_ids_.pop_back();
  }
  return entry->second;
}

std::vector<TenantTotals*> CallTotals::ById() {
  std::vector<TenantTotals*> by_id(tenants.size() + free_ids_.size());
  for (auto& [name, totals] : tenants) by_id[totals.id] = &totals;
  return by_id;
}

void Observe(HistogramValue& histogram, std::chrono::duration<double> time) {
  const double seconds = Seconds(time);
  for (auto& bucket : histogram.buckets) {
    if (seconds <= bucket.upper_bound) ++bucket.cumulative_count;
  }
  histogram.sum += seconds;
}

}  // namespace pitel
