#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "calls/row.h"
#include "metric/family.h"

namespace pitel {

// For one tenant and direction. After every response
//   started  = answered + unanswered + lost_ringing + those still ringing
//   answered = ended + lost_oncall + those still there
struct CallCounts {
  std::uint64_t started = 0;
  std::uint64_t answered = 0;
  std::uint64_t unanswered = 0;  // gone without an answer
  std::uint64_t ended = 0;       // gone after an answer
  std::uint64_t lost_ringing = 0;
  std::uint64_t lost_oncall = 0;

  bool operator==(const CallCounts&) const = default;
};

struct TenantTotals {
  std::array<CallCounts, kDirections> counts{};
  HistogramValue wait;  // of answered inbound calls

  // Known calls with this tenant's label. It is kept as long as they are.
  std::size_t known_calls = 0;
  // Known calls refer to it by this id, since totals may be copied.
  std::uint32_t id = 0;
};

// Totals of the followed calls of a target since the exporter started.
struct CallTotals {
  std::map<std::string, TenantTotals> tenants;  // by label
  std::array<HistogramValue, kDirections> duration;

  CallTotals();
  // The tenant's totals, all zero for a new tenant. The reference stays valid
  // until they are dropped.
  TenantTotals& Of(const std::string& tenant);
  // Drops the tenants without known calls that `is_listed` does not list.
  template <typename IsListed>
  void DropTenants(IsListed is_listed) {
    std::erase_if(tenants, [&](const auto& entry) {
      const bool drops =
          entry.second.known_calls == 0 && !is_listed(entry.first);
      if (drops) free_ids_.push_back(entry.second.id);
      return drops;
    });
  }
  // The totals by TenantTotals::id; null for unused ids. Valid until a tenant
  // is added or dropped.
  std::vector<TenantTotals*> ById();

 private:
  std::vector<std::uint32_t> free_ids_;  // of dropped tenants
};

}  // namespace pitel
