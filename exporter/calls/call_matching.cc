// The answer is groups of legs, and what is known is calls. The call of a leg
// is
//
//   - the one that had its call_id, so that known calls never merge or split;
//   - else the one known longest of those that anything about its group fits;
//   - else, if the call_id went to another tenant altogether, the one that had
//     it there;
//   - else a new one, for what is left of the group.
//
// Legs and calls with equal identifiers meet as runs, each gone through once:
// an API that gives all calls one call_id, or all callers one number, costs no
// more than any other.

#include "calls/call_matching.h"

#include <algorithm>
#include <utility>

#include "calls/disjoint_sets.h"

namespace pitel {
namespace {

using Legs = KnownIdentifiers::Legs;
using Calls = KnownIdentifiers::Calls;

class Matcher {
 public:
  explicit Matcher(const Matching& matching)
      : in_(matching),
        call_of_row_(matching.rows.size(), kNoCall),
        call_of_group_(matching.groups.count, kNoCall) {}

  CallOfRow Match() && {
    in_.known.ForEachMatch(in_.identifiers, [&](Legs legs, Calls calls) {
      IsOfOneCall(legs.front().kind) ? MatchOwners(legs, calls)
                                     : MatchNumbers(legs, calls);
    });
    if (has_moved_) MatchMoved();
    if (in_.takes_new) AddNew();
    const auto& group_of_row = in_.groups.of_row;
    for (std::size_t i = 0; i < group_of_row.size(); ++i) {
      if (group_of_row[i] != CallGroups::kNone && call_of_row_[i] == kNoCall) {
        call_of_row_[i] = call_of_group_[group_of_row[i]];
      }
    }
    return std::move(call_of_row_);
  }

 private:
  std::uint32_t& CallOfGroup(const Identifier& leg) {
    return call_of_group_[in_.groups.of_row[leg.row]];
  }

  // kNoCall is greater than any call.
  void Offer(const Identifier& leg, std::uint32_t call) {
    CallOfGroup(leg) = std::min(CallOfGroup(leg), call);
  }

  void MatchOwners(Legs legs, Calls calls) {
    for (const Identifier& leg : legs) {
      const auto owner = std::partition_point(
          calls.begin(), calls.end(),
          [&](auto& known) { return known.tenant < leg.tenant; });
      if (owner == calls.end() || owner->tenant != leg.tenant) {
        has_moved_ = true;
        continue;
      }
      call_of_row_[leg.row] = owner->call;
      Offer(leg, owner->call);
    }
  }

  void MatchNumbers(Legs legs, Calls calls) {
    std::uint32_t longest = kNoCall;
    for (const KnownIdentifier& known : calls) {
      if (known.kind == IdentifierKind::kOneNumber &&
          in_.now - in_.calls[known.call].last_seen > in_.grace) {
        continue;
      }
      longest = std::min<std::uint32_t>(longest, known.call);
    }
    for (const Identifier& leg : legs) Offer(leg, longest);
  }

  void MatchMoved() {
    std::vector<bool> is_here(in_.calls.size());
    for (const std::uint32_t call : call_of_row_) {
      if (call != kNoCall) is_here[call] = true;
    }
    const std::vector<std::uint32_t> own = call_of_group_;
    in_.known.ForEachMatch(in_.identifiers, [&](Legs legs, Calls calls) {
      if (!IsOfOneCall(legs.front().kind)) return;
      std::uint32_t longest = kNoCall;
      for (const KnownIdentifier& known : calls) {
        if (!is_here[known.call]) {
          longest = std::min<std::uint32_t>(longest, known.call);
        }
      }
      for (const Identifier& leg : legs) {
        if (own[in_.groups.of_row[leg.row]] == kNoCall) Offer(leg, longest);
      }
    });
  }

  // A group is followed if something will identify it the next time, which the
  // numbers of somebody who talks do not.
  void AddNew() {
    std::vector<bool> can_follow(in_.groups.count);
    for (const Identifier& leg : in_.identifiers) {
      if (IsOfOneCall(leg.kind) ||
          in_.rows[leg.row].state == CallState::kRinging) {
        can_follow[in_.groups.of_row[leg.row]] = true;
      }
    }
    DisjointSets phones = GroupsOfOnePhone();
    auto next = static_cast<std::uint32_t>(in_.calls.size());
    for (const std::uint32_t group : in_.groups.of_row) {
      if (group == CallGroups::kNone || !can_follow[group]) continue;
      auto& call = call_of_group_[phones.Find(group)];
      if (call == kNoCall) call = next++;
      if (call_of_group_[group] == kNoCall) call_of_group_[group] = call;
    }
  }

  // Rows of one phone without a call_id are callers of their own, but cannot
  // be told apart the next time: they are followed as one.
  DisjointSets GroupsOfOnePhone() const {
    DisjointSets phones(in_.groups.count);
    const auto& legs = in_.identifiers;
    for (std::size_t i = 1; i < legs.size(); ++i) {
      if (legs[i].kind == IdentifierKind::kPhone &&
          legs[i].hash == legs[i - 1].hash) {
        phones.Join(in_.groups.of_row[legs[i - 1].row],
                    in_.groups.of_row[legs[i].row]);
      }
    }
    return phones;
  }

  const Matching& in_;
  CallOfRow call_of_row_;
  std::vector<std::uint32_t> call_of_group_;
  bool has_moved_ = false;
};

}  // namespace

CallOfRow MatchCalls(const Matching& matching) {
  return Matcher(matching).Match();
}

}  // namespace pitel
