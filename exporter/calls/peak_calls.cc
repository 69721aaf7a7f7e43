#include "calls/peak_calls.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace pitel {

std::uint64_t PeakCalls::Tenant::Add(const Count& added) {
  while (!counts.empty() && counts.back().calls <= added.calls) {
    counts.pop_back();
  }
  counts.push_back(added);
  return counts.front().calls;
}

void PeakCalls::Update(SteadyTime now,
                       std::vector<CallSnapshot::Tenant>& tenants) {
  for (Tenant& known : tenants_) {
    std::erase_if(known.counts, [&](const Count& count) {
      return now - count.time > kPeakWindow;
    });
  }
  std::erase_if(tenants_, [](auto& known) { return known.counts.empty(); });

  std::vector<Tenant> updated;
  updated.reserve(tenants.size());
  auto known = tenants_.begin();
  for (CallSnapshot::Tenant& tenant : tenants) {
    while (known != tenants_.end() && known->label < tenant.label) {
      updated.push_back(std::move(*known++));
    }
    const bool is_known =
        known != tenants_.end() && known->label == tenant.label;
    updated.push_back(is_known ? std::move(*known++)
                               : Tenant{tenant.label, {}});
    tenant.active_calls_peak = updated.back().Add({now, tenant.active_calls});
  }
  std::move(known, tenants_.end(), std::back_inserter(updated));
  tenants_ = std::move(updated);
}

}  // namespace pitel
