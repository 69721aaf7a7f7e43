#include "calls/peak_calls.h"

#include <algorithm>

namespace pitel {

void PeakCalls::Update(SteadyTime now,
                       std::vector<CallSnapshot::Tenant>& tenants) {
  for (Tenant& known : tenants_) {
    std::erase_if(known.counts, [&](const Count& count) {
      return now - count.time > kPeakWindow;
    });
  }
  std::erase_if(tenants_, [](auto& known) { return known.counts.empty(); });
  for (CallSnapshot::Tenant& tenant : tenants) {
    auto known =
        std::ranges::lower_bound(tenants_, tenant.label, {}, &Tenant::label);
    if (known == tenants_.end() || known->label != tenant.label) {
      known = tenants_.insert(known, {tenant.label, {}});
    }
    auto& counts = known->counts;
    while (!counts.empty() && counts.back().calls <= tenant.active_calls) {
      counts.pop_back();
    }
    counts.push_back({now, tenant.active_calls});
    tenant.active_calls_peak = counts.front().calls;
  }
}

}  // namespace pitel
