#include "plain_call_groups.h"

#include <algorithm>

#include "plain_callers.h"

namespace pitel::plain {
namespace {

bool ShareStatedId(const CountedRow& a, const CountedRow& b) {
  const auto id = StatedId(a);
  return id && id == StatedId(b);
}

// Two answered phones are never one call by their numbers alone.
bool AreOfOneCaller(const CountedRow& a, const CountedRow& b, CallerKey key) {
  if (!IsOfCaller(a) || !IsOfCaller(b)) return false;
  const bool a_rings = a.row.state == kRinging;
  const bool b_rings = b.row.state == kRinging;
  if (a_rings && b_rings) return BelongTogether(a, b, key);
  return (a_rings || b_rings) && ShareCompleteKey(a.row, b.row, key);
}

}  // namespace

std::optional<std::string> StatedId(const CountedRow& leg) {
  const Row& row = leg.row;
  if (!row.call_id.empty()) return row.tenant + "\nid " + row.call_id;
  if (!leg.time_usable) return std::nullopt;
  return row.tenant + "\n" + row.extension + "\n" + row.call_time_text;
}

bool IsOfCaller(const CountedRow& leg) {
  return leg.row.direction == kInbound && !leg.stale &&
         (leg.row.state == kRinging || leg.row.state == kOncall);
}

std::vector<CountedRows> CallGroups(const CountedRows& rows, CallerKey key) {
  CountedRows legs;
  std::ranges::copy_if(rows, std::back_inserter(legs),
                       [](const auto& counted) { return counted.row.IsLeg(); });
  auto groups = Grouped(legs, [&](const CountedRow& a, const CountedRow& b) {
    return ShareStatedId(a, b) || AreOfOneCaller(a, b, key);
  });
  const auto first_row = [](const CountedRows& group) {
    return std::ranges::min(group, {},
                            [](const auto& leg) { return leg.row.number; });
  };
  std::ranges::sort(groups, {}, [&](const CountedRows& group) {
    return first_row(group).row.number;
  });
  return groups;
}

}  // namespace pitel::plain
