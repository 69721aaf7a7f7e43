#include "calls/call_totals.h"

#include "endpoint/wait_bounds.h"
#include "metric/histogram.h"

namespace pitel {
namespace {

constexpr double kDurationBounds[] = {10,  30,   60,   120, 300,
                                      600, 1800, 3600, 7200};

}  // namespace

CallTotals::CallTotals() { duration.fill(EmptyHistogram(kDurationBounds)); }

TenantTotals& CallTotals::Of(const std::string& tenant) {
  const auto [entry, is_new] = tenants.try_emplace(tenant);
  if (!is_new) return entry->second;
  entry->second.wait = EmptyHistogram(kWaitBounds);
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

}  // namespace pitel
