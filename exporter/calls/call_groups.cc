// Two legs belong together, pairwise or through others, if they share a
// call_id; if they have the same complete numbers and one of them rings (a
// caller who talks to somebody is not waiting for somebody else); or if both
// ring, have the same one number and began at most five seconds apart, as the
// phones of a ring group do.
//
// Legs with equal identifiers are adjacent, so joining neighbours joins all
// that belong together, without comparing every leg with every other.

#include "calls/call_groups.h"

#include <algorithm>
#include <span>

#include "calls/disjoint_sets.h"

namespace pitel {
namespace {

constexpr std::chrono::seconds kSameOffer{5};

// The legs of one tenant that share an identifier.
using Run = std::span<const Identifier>;

bool Rings(const CallRow& row) { return row.state == CallState::kRinging; }

void JoinAll(Run run, DisjointSets& sets) {
  for (const Identifier& other : run.subspan(1)) {
    sets.Join(run.front().row, other.row);
  }
}

void JoinOffers(const std::vector<CallRow>& rows, Run run, DisjointSets& sets) {
  std::vector<std::uint32_t> ringing;
  for (const Identifier& identifier : run) {
    const CallRow& row = rows[identifier.row];
    if (Rings(row) && row.call_time != kNoCallTime) {
      ringing.push_back(identifier.row);
    }
  }
  std::sort(ringing.begin(), ringing.end(), [&](auto a, auto b) {
    return rows[a].call_time < rows[b].call_time;
  });
  for (std::size_t i = 1; i < ringing.size(); ++i) {
    const auto apart =
        rows[ringing[i]].call_time - rows[ringing[i - 1]].call_time;
    if (apart <= kSameOffer) sets.Join(ringing[i - 1], ringing[i]);
  }
}

void JoinRun(const std::vector<CallRow>& rows, Run run, DisjointSets& sets) {
  switch (run.front().kind) {
    case IdentifierKind::kCallId:
      return JoinAll(run, sets);
    case IdentifierKind::kPhone:
      return;  // only a call_id joins legs without a number
    case IdentifierKind::kCaller:
      if (std::any_of(run.begin(), run.end(), [&](const Identifier& leg) {
            return Rings(rows[leg.row]);
          })) {
        JoinAll(run, sets);
      }
      return;
    case IdentifierKind::kOneNumber:
      return JoinOffers(rows, run, sets);
  }
}

}  // namespace

CallGroups GroupLegs(const MonitorResponse& response,
                     const std::vector<Identifier>& identifiers) {
  const auto& rows = response.rows;
  DisjointSets sets(rows.size());
  for (auto first = identifiers.begin(); first != identifiers.end();) {
    const auto last =
        std::find_if(first, identifiers.end(), [&](const Identifier& other) {
          return other.hash != first->hash || other.tenant != first->tenant;
        });
    if (last - first > 1) JoinRun(rows, {first, last}, sets);
    first = last;
  }

  CallGroups groups;
  groups.of_row.assign(rows.size(), CallGroups::kNone);
  for (std::uint32_t i = 0; i < rows.size(); ++i) {
    if (!rows[i].is_leg()) continue;
    auto& group = groups.of_row[sets.Find(i)];
    if (group == CallGroups::kNone) group = groups.count++;
    groups.of_row[i] = group;
  }
  return groups;
}

}  // namespace pitel
