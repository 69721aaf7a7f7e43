#include "plain_tracker.h"

#include <algorithm>
#include <ranges>

#include "plain_call_groups.h"
#include "plain_callers.h"

namespace pitel::plain {
namespace {

using std::chrono::nanoseconds;

// The leg that gives the call its labels.
const CountedRow& Foremost(const CountedRows& legs) {
  return *std::ranges::min_element(legs, {}, [](const CountedRow& leg) {
    const Row& row = leg.row;
    return std::tuple(row.state, row.direction, row.server, row.tenant);
  });
}

// The state furthest along, ghosts excluded; kIdle if all are ghosts. And the
// direction of that leg.
std::pair<State, Direction> StateOf(const CountedRows& legs) {
  std::pair state(kIdle, kUnknownDirection);
  for (const CountedRow& leg : legs) {
    if (leg.stale) continue;
    state = std::min(state, std::pair(leg.row.state, leg.row.direction));
  }
  return state;
}

std::string WithTenant(const CountedRow& leg, const NumberKey& key) {
  return leg.row.tenant + "\n" + key.text;
}

}  // namespace

Tracker::Tracker(const CallRules& rules)
    : rules_(rules),
      longest_pause_(std::max(rules.interval * 5 / 2, rules.grace)),
      polls_until_gone_(
          std::max(1, int((rules.grace + rules.interval - nanoseconds(1)) /
                          rules.interval))) {}

void Tracker::Follow(const CountedRows& rows, bool complete, SteadyTime sent,
                     WallTime wall, const std::set<std::string>& tenants) {
  ComparedResponse response{
      .now = sent,
      .wall = wall,
      .complete = complete,
      .gap = last_complete_ && sent - *last_complete_ > longest_pause_};
  has_room_ = complete || known_.size() < rules_.tracked_calls;
  seen_.clear();
  call_of_row_.clear();
  for (const CountedRow& counted : rows) {
    if (!counted.row.IsLeg()) continue;
    if (KnownCall* const call = CallOf(counted)) Take(*call, counted);
  }
  std::erase_if(gone_, [&](const auto& gone) {
    return sent - gone.second > std::chrono::minutes(15);
  });
  const auto groups = CallGroups(rows, rules_.caller_key);
  Assign(groups, [&](KnownCall& call, const CountedRow& leg) {
    return Fits(call, leg);
  });
  Assign(groups, [&](KnownCall& call, const CountedRow& leg) {
    return !seen_.contains(&call) && IsOffered(call, leg);
  });
  std::set<const KnownCall*> here;
  for (const auto& seen : seen_) {
    const auto is_of_call = [&](const CountedRow& leg) {
      return CallOf(leg) == seen.first;
    };
    if (std::ranges::any_of(seen.second, is_of_call)) here.insert(seen.first);
  }
  Assign(groups, [&](KnownCall& call, const CountedRow& leg) {
    return !here.contains(&call) && !call_of_row_.contains(leg.row.number) &&
           call.call_ids.contains(leg.row.call_id);
  });
  for (const auto& group : groups) AddNew(group, response);
  response.opening = (complete && !last_complete_) || response.gap ||
                     seen_.size() > rules_.tracked_calls;
  for (KnownCall& call : known_) {
    if (const auto found = seen_.find(&call); found != seen_.end()) {
      See(call, found->second, response);
    } else if (complete) {
      call.Miss(response, totals_);
    }
  }
  if (complete) {
    ForgetGone(sent);
    last_complete_ = sent;
  }

  std::set<std::string> kept = tenants;
  for (const KnownCall& call : known_) kept.insert(call.tenant);
  totals_.KeepOnly(kept);
}

void Tracker::Take(KnownCall& call, const CountedRow& leg) {
  seen_[&call].push_back(leg);
  call_of_row_[leg.row.number] = &call;
}

CountedRows Tracker::WithoutCall(const CountedRows& group) const {
  CountedRows others = group;
  std::erase_if(others, [&](const CountedRow& leg) {
    return call_of_row_.contains(leg.row.number);
  });
  return others;
}

// Assigns the legs of each group that have no call yet to the oldest known call
// that any leg of the group fits.
void Tracker::Assign(
    const std::vector<CountedRows>& groups,
    const std::function<bool(KnownCall&, const CountedRow&)>& fits) {
  for (const CountedRows& group : groups) {
    const CountedRows others = WithoutCall(group);
    if (others.empty()) continue;
    const auto call = std::ranges::find_if(known_, [&](KnownCall& known) {
      return std::ranges::any_of(
          group, [&](const CountedRow& leg) { return fits(known, leg); });
    });
    if (call == known_.end()) continue;
    for (const CountedRow& leg : others) Take(*call, leg);
  }
}

void Tracker::AddNew(const CountedRows& group,
                     const ComparedResponse& response) {
  const CountedRows others = WithoutCall(group);
  const bool can_be_known_again =
      std::ranges::any_of(others, [&](const CountedRow& leg) {
        return StatedId(leg) || (leg.row.state == kRinging && IsOfCaller(leg) &&
                                 KeyOf(leg.row, rules_.caller_key).numbers);
      });
  if (!has_room_ || !can_be_known_again) return;
  KnownCall& call = known_.emplace_back(NewCall(others, response));
  for (const CountedRow& leg : others) Take(call, leg);
}

// By what the leg states.
KnownCall* Tracker::CallOf(const CountedRow& leg) {
  const auto id = StatedId(leg);
  if (!id) return nullptr;
  for (KnownCall& call : known_) {
    if (call.ids.contains(*id)) return &call;
  }
  return nullptr;
}

// "shares a call_id with the known one; or, while that was never oncall ... has
// its complete key". "Once answered, only call_ids identify it": a leg of an
// answered call identifies its group only while it is oncall itself.
bool Tracker::Fits(const KnownCall& call, const CountedRow& leg) const {
  if (const auto id = StatedId(leg); id && call.ids.contains(*id)) {
    return !call.first_oncall || leg.row.state == kOncall;
  }
  if (call.first_oncall || !IsOfCaller(leg)) return false;
  const NumberKey key = KeyOf(leg.row, rules_.caller_key);
  return key.complete() && call.keys.contains(WithTenant(leg, key));
}

// "its one-number key where the known call was seen in the last complete poll
// and has no leg in this one"
bool Tracker::IsOffered(const KnownCall& call, const CountedRow& leg) const {
  if (call.first_oncall || !IsOfCaller(leg) || !call.in_last_complete ||
      call_of_row_.contains(leg.row.number)) {
    return false;
  }
  const NumberKey key = KeyOf(leg.row, rules_.caller_key);
  return key.one_number() && call.half_keys.contains(WithTenant(leg, key));
}

KnownCall Tracker::NewCall(const CountedRows& legs,
                           const ComparedResponse& response) const {
  KnownCall call;
  call.first_seen = response.now;
  if (last_complete_) call.absent_before = *last_complete_;
  for (const CountedRow& leg : legs) {
    if (!leg.time_usable ||
        *leg.row.call_time < response.wall - 3 * rules_.interval) {
      continue;
    }
    const SteadyTime stated =
        response.now - std::max<nanoseconds>(response.wall - *leg.row.call_time,
                                             nanoseconds(0));
    call.stated_start = std::min(call.stated_start.value_or(stated), stated);
  }
  for (const CountedRow& leg : legs) {
    if (gone_.contains(leg.row.call_id)) call.part = KnownCall::kNotStarted;
  }
  call.tenant = Foremost(legs).label.first;
  call.direction = Foremost(legs).row.direction;
  return call;
}

void Tracker::Learn(KnownCall& call, const CountedRows& legs) const {
  for (const CountedRow& leg : legs) {
    if (const auto id = StatedId(leg)) call.ids.insert(*id);
    if (!leg.row.call_id.empty()) call.call_ids.insert(leg.row.call_id);
    if (!IsOfCaller(leg)) continue;
    const NumberKey key = KeyOf(leg.row, rules_.caller_key);
    if (key.complete()) call.keys.insert(WithTenant(leg, key));
    if (key.one_number()) call.half_keys.insert(WithTenant(leg, key));
  }
}

void Tracker::See(KnownCall& call, const CountedRows& legs,
                  const ComparedResponse& response) {
  const auto [state, direction] = StateOf(legs);
  if (response.complete && state == kIdle) {
    call.keys.clear();
    call.half_keys.clear();
  }
  Learn(call, legs);
  call.See(state, direction, response, totals_);
}

void Tracker::ForgetGone(SteadyTime now) {
  std::set<std::string> call_ids;
  const auto forget = [&](const auto& is_gone) {
    std::erase_if(known_, [&](KnownCall& call) {
      if (seen_.contains(&call) || !is_gone(call)) return false;
      call.End(totals_);
      call_ids.insert(call.call_ids.begin(), call.call_ids.end());
      return true;
    });
  };
  forget(
      [&](const KnownCall& call) { return call.missed >= polls_until_gone_; });
  if (known_.size() > rules_.tracked_calls) {
    forget([](const KnownCall&) { return true; });
  }
  Remember(call_ids, now);
}

// "So many are remembered as `tracked_calls` allows": the oldest are forgotten
// first.
void Tracker::Remember(const std::set<std::string>& call_ids, SteadyTime now) {
  for (const std::string& id : call_ids) gone_[id] = now;
  while (gone_.size() > rules_.tracked_calls) {
    const auto when = [](const auto& gone) { return gone.second; };
    const SteadyTime first = std::ranges::min_element(gone_, {}, when)->second;
    std::erase_if(gone_,
                  [&](const auto& gone) { return gone.second == first; });
  }
}

std::optional<SteadyTime> Tracker::StartOf(const CountedRow& leg) const {
  const auto found = call_of_row_.find(leg.row.number);
  if (found == call_of_row_.end()) return std::nullopt;
  return found->second->start;
}

void Tracker::AddTo(differential::SeriesValues& series) const {
  totals_.AddTo(series);
  series["pitel_tracked_calls"] = double(known_.size());
}

std::string Tracker::BrokenEquations() const {
  std::string broken;
  for (const std::string& tenant : totals_.tenants()) {
    for (const Direction direction :
         {kInbound, kOutbound, kLocal, kUnknownDirection}) {
      double ringing = 0;
      double oncall = 0;
      for (const KnownCall& call : known_) {
        if (call.part == KnownCall::kStarted && call.tenant == tenant &&
            call.direction == direction) {
          ++(call.first_oncall ? oncall : ringing);
        }
      }
      const auto count = [&](Totals::Event event) {
        return totals_.Count(event, tenant, direction);
      };
      if (count(Totals::kStarted) !=
              count(Totals::kAnswered) + count(Totals::kUnanswered) +
                  count(Totals::kLostRinging) + ringing ||
          count(Totals::kAnswered) !=
              count(Totals::kEnded) + count(Totals::kLostOncall) + oncall) {
        broken += tenant + " " + Text(direction) + "\n";
      }
    }
  }
  return broken;
}

}  // namespace pitel::plain
