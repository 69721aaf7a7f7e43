#include "calls/identifiers.h"

#include <algorithm>
#include <tuple>

#include "calls/hash_order.h"

namespace pitel {
namespace {

// 0 for a number that is absent or not part of the configured key.
struct CallerNumbers {
  std::uint64_t cid_num = 0;
  std::uint64_t b_cid_num = 0;
  bool complete = false;
};

CallerNumbers NumbersOf(const CallRow& row, CallerKey key) {
  switch (key) {
    case CallerKey::kPair:
      return {row.cid_num, row.b_cid_num,
              row.cid_num != 0 && row.b_cid_num != 0};
    case CallerKey::kCidNum:
      return {row.cid_num, 0, row.cid_num != 0};
    case CallerKey::kBCidNum:
      return {0, row.b_cid_num, row.b_cid_num != 0};
    case CallerKey::kCallId:
      break;
  }
  return {};
}

bool ShowsCaller(const CallRow& row, const LegTime& time) {
  const bool rings_or_talks =
      row.state == CallState::kRinging || row.state == CallState::kOncall;
  return rings_or_talks && row.direction == Direction::kInbound && !time.stale;
}

}  // namespace

std::vector<Identifier> IdentifyLegs(const MonitorResponse& response,
                                     const std::vector<LegTime>& times,
                                     const KeyedHash& hash,
                                     CallerKey caller_key) {
  std::vector<std::uint64_t> tenants;
  for (const auto& tenant : response.tenants) tenants.push_back(hash(tenant));

  std::vector<Identifier> identifiers;
  const auto legs = std::ranges::count_if(
      response.rows, [](const CallRow& row) { return row.is_leg(); });
  identifiers.reserve(2 * static_cast<std::size_t>(legs));
  for (std::uint32_t i = 0; i < response.rows.size(); ++i) {
    const CallRow& row = response.rows[i];
    if (!row.is_leg()) continue;
    const std::uint64_t tenant = tenants[row.tenant];
    if (row.call_id != 0) {
      identifiers.push_back({row.call_id, tenant, i, IdentifierKind::kCallId});
    } else if (row.call_time != kNoCallTime) {
      identifiers.push_back({row.leg, tenant, i, IdentifierKind::kPhone});
    }
    if (!ShowsCaller(row, times[i])) continue;
    const auto [cid_num, b_cid_num, complete] = NumbersOf(row, caller_key);
    if (cid_num == 0 && b_cid_num == 0) continue;
    identifiers.push_back(
        {Combine({tenant, cid_num, b_cid_num}), tenant, i,
         complete ? IdentifierKind::kCaller : IdentifierKind::kOneNumber});
  }
  SortByHash(
      identifiers, [](const Identifier& identifier) { return identifier.hash; },
      [](const Identifier& a, const Identifier& b) {
        return std::tie(a.hash, a.tenant, a.row) <
               std::tie(b.hash, b.tenant, b.row);
      });
  return identifiers;
}

}  // namespace pitel
