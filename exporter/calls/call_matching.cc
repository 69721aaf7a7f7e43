// A poll shows groups of legs; this finds the known call of each leg. It is the
// first of these that exists:
//
//   - the call that had the leg's call_id, so that known calls never merge or
//     split;
//   - the longest-known call that the leg's group belongs to: by the call_id of
//     a leg whose call was never answered or that is oncall now, or by the
//     complete caller key of a call that was never answered;
//   - the call that has the only number of the leg's group, was in the last
//     complete poll and has no leg in this one: the caller is offered to the
//     next phone. Each call takes one group; the longest-known calls and the
//     first groups go first;
//   - if the call_id moved to another tenant altogether, the call that had it
//     there;
//   - a new call, for the rest of the group.
//
// So if an answered call left a ringing row behind at some phone, that row does
// not merge other calls of the same caller into it.
//
// Rows of one phone and call_time without a call_id may be several waiting
// callers, but the next poll cannot tell them apart: they are treated as one
// group.
//
// Legs and calls are matched in runs of equal identifiers, and each run is
// visited once: an API that gives all calls one call_id, or all callers one
// number, costs no more than any other.

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
        group_of_row_(JoinPhones(matching)),
        state_of_row_(StatesOf(matching.rows)),
        was_oncall_(AnsweredOf(matching.calls)),
        call_of_row_(matching.rows.size(), kNoCall),
        call_of_group_(matching.groups.count, kNoCall) {}

  CallOfRow Match() && {
    in_.known.ForEachMatch(in_.identifiers, [&](Legs legs, Calls calls) {
      if (IsOfOneCall(legs.front().kind)) {
        MatchOwners(legs, calls);
      } else if (legs.front().kind == IdentifierKind::kCaller) {
        MatchCallers(legs, calls);
      }
    });
    MatchOffers();
    if (has_moved_) MatchMoved();
    if (in_.takes_new) AddNew();
    for (std::size_t i = 0; i < call_of_row_.size(); ++i) {
      call_of_row_[i] = CallOf(i);
    }
    return std::move(call_of_row_);
  }

 private:
  // The group of each row. Groups that show the same phone and call_time are
  // joined.
  static std::vector<std::uint32_t> JoinPhones(const Matching& in) {
    const auto& of_row = in.groups.of_row;
    DisjointSets phones(in.groups.count);
    for (std::size_t i = 1; i < in.identifiers.size(); ++i) {
      const Identifier& leg = in.identifiers[i];
      const Identifier& other = in.identifiers[i - 1];
      if (leg.kind == IdentifierKind::kPhone && leg.hash == other.hash) {
        phones.Join(of_row[other.row], of_row[leg.row]);
      }
    }
    std::vector<std::uint32_t> joined = of_row;
    std::vector<std::uint32_t> first(in.groups.count, CallGroups::kNone);
    for (std::uint32_t& group : joined) {
      if (group == CallGroups::kNone) continue;
      auto& first_group = first[phones.Find(group)];
      group = first_group = std::min(first_group, group);
    }
    return joined;
  }

  // Copies of what is read in the order of identifiers: the rows and calls
  // themselves are scattered and would miss the cache.
  static std::vector<CallState> StatesOf(const std::vector<CallRow>& rows) {
    std::vector<CallState> states;
    states.reserve(rows.size());
    for (const CallRow& row : rows) states.push_back(row.state);
    return states;
  }
  static std::vector<std::uint8_t> AnsweredOf(
      const std::vector<KnownCall>& calls) {
    std::vector<std::uint8_t> answered;
    answered.reserve(calls.size());
    for (const KnownCall& call : calls) answered.push_back(call.was_oncall);
    return answered;
  }

  // The call of a row, if it is matched already.
  std::uint32_t CallOf(std::size_t row) const {
    const std::uint32_t group = group_of_row_[row];
    if (group == CallGroups::kNone || call_of_row_[row] != kNoCall) {
      return call_of_row_[row];
    }
    return call_of_group_[group];
  }

  std::uint32_t& CallOfGroup(const Identifier& leg) {
    return call_of_group_[group_of_row_[leg.row]];
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
      if (!was_oncall_[owner->call] ||
          state_of_row_[leg.row] == CallState::kOncall) {
        Offer(leg, owner->call);
      }
    }
  }

  void MatchCallers(Legs legs, Calls calls) {
    std::uint32_t longest = kNoCall;
    for (const KnownIdentifier& known : calls) {
      longest = std::min<std::uint32_t>(longest, known.call);
    }
    for (const Identifier& leg : legs) Offer(leg, longest);
  }

  // Whether each call has a leg in this response among those matched so far.
  std::vector<bool> CallsSeen() const {
    std::vector<bool> is_here(in_.calls.size());
    for (std::size_t i = 0; i < call_of_row_.size(); ++i) {
      if (const auto call = CallOf(i); call != kNoCall) is_here[call] = true;
    }
    return is_here;
  }

  // The runs of calls, longest-known first, and the groups they are offered to.
  struct Offers {
    std::vector<Calls> runs;
    std::vector<std::pair<std::uint32_t, std::size_t>> run_of_group;
  };

  Offers FindOffers() const {
    Offers offers;
    in_.known.ForEachMatch(in_.identifiers, [&](Legs legs, Calls calls) {
      if (legs.front().kind != IdentifierKind::kOneNumber) return;
      for (const Identifier& leg : legs) {
        const std::uint32_t group = group_of_row_[leg.row];
        if (call_of_row_[leg.row] == kNoCall &&
            call_of_group_[group] == kNoCall) {
          offers.run_of_group.emplace_back(group, offers.runs.size());
        }
      }
      offers.runs.push_back(calls);
    });
    std::sort(offers.run_of_group.begin(), offers.run_of_group.end());
    return offers;
  }

  void MatchOffers() {
    Offers offers = FindOffers();
    if (offers.run_of_group.empty()) return;
    std::vector<bool> is_here = CallsSeen();
    const auto is_taken = [&](const KnownIdentifier& known) {
      return is_here[known.call] || !in_.calls[known.call].in_last_complete;
    };
    auto last_group = CallGroups::kNone;
    for (const auto& [group, run] : offers.run_of_group) {
      Calls& calls = offers.runs[run];
      while (!calls.empty() && is_taken(calls.front())) {
        calls = calls.subspan(1);
      }
      if (calls.empty()) continue;
      // A group with several numbers takes the call known longest.
      std::uint32_t& taken = call_of_group_[group];
      if (group == last_group && taken < calls.front().call) continue;
      if (group == last_group && taken != kNoCall) is_here[taken] = false;
      taken = calls.front().call;
      is_here[taken] = true;
      last_group = group;
    }
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
        if (call_of_row_[leg.row] == kNoCall &&
            own[group_of_row_[leg.row]] == kNoCall) {
          Offer(leg, longest);
        }
      }
    });
  }

  // A group is followed if something will identify it in the next response. The
  // numbers of somebody who talks will not.
  void AddNew() {
    std::vector<bool> can_follow(in_.groups.count);
    for (const Identifier& leg : in_.identifiers) {
      if (call_of_row_[leg.row] != kNoCall) continue;
      if (IsOfOneCall(leg.kind) ||
          state_of_row_[leg.row] == CallState::kRinging) {
        can_follow[group_of_row_[leg.row]] = true;
      }
    }
    auto next = static_cast<std::uint32_t>(in_.calls.size());
    for (const std::uint32_t group : group_of_row_) {
      if (group == CallGroups::kNone || !can_follow[group]) continue;
      if (call_of_group_[group] == kNoCall) call_of_group_[group] = next++;
    }
  }

  const Matching& in_;
  const std::vector<std::uint32_t> group_of_row_;
  const std::vector<CallState> state_of_row_;
  const std::vector<std::uint8_t> was_oncall_;  // by call
  CallOfRow call_of_row_;
  std::vector<std::uint32_t> call_of_group_;
  bool has_moved_ = false;
};

}  // namespace

CallOfRow MatchCalls(const Matching& matching) {
  return Matcher(matching).Match();
}

}  // namespace pitel
