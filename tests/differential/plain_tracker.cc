#include "plain_tracker.h"

#include <algorithm>

#include "plain_call_groups.h"
#include "plain_callers.h"

namespace pitel::plain {
namespace {

using std::chrono::nanoseconds;

SteadyTime Middle(SteadyTime a, SteadyTime b) { return a + (b - a) / 2; }

// The leg whose labels the call has.
const CountedRow& Foremost(const CountedRows& legs) {
  return *std::ranges::min_element(legs, {}, [](const CountedRow& leg) {
    const Row& row = leg.row;
    return std::tuple(row.state, row.direction, row.server, row.tenant);
  });
}

// The state furthest along, but a ghost tells none; kIdle if all are ghosts.
State StateOf(const CountedRows& legs) {
  State state = kIdle;
  for (const CountedRow& leg : legs) {
    if (!leg.stale) state = std::min(state, leg.row.state);
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
  Poll poll{.now = sent,
            .wall = wall,
            .complete = complete,
            .gap = last_complete_ && sent - *last_complete_ > longest_pause_,
            .known_before = known_.size()};
  seen_.clear();
  call_of_row_.clear();
  for (const CountedRow& counted : rows) {
    if (!counted.row.IsLeg()) continue;
    if (Call* const call = CallOf(counted)) Take(*call, counted);
  }
  in_place_.clear();
  for (const auto& [call, legs] : seen_) in_place_.insert(call);
  for (const auto& group : CallGroups(rows, rules_.caller_key)) {
    Assign(group, poll);
  }
  poll.opening = (complete && !last_complete_) || poll.gap ||
                 seen_.size() > rules_.tracked_calls;
  for (Call& call : known_) {
    if (const auto found = seen_.find(&call); found != seen_.end()) {
      See(call, found->second, poll);
    } else if (complete) {
      Miss(call, poll);
    }
  }
  if (complete) {
    ForgetGone();
    last_complete_ = sent;
  }

  std::set<std::string> kept = tenants;
  for (const Call& call : known_) kept.insert(call.tenant);
  totals_.KeepOnly(kept);
}

void Tracker::Take(Call& call, const CountedRow& leg) {
  seen_[&call].push_back(leg);
  call_of_row_[leg.row.number] = &call;
}

// "A leg whose call_id belongs to a known call stays with that call. The other
// legs go to the oldest known call that any leg of the group fits; without one
// the group is a new call."
void Tracker::Assign(const CountedRows& group, const Poll& poll) {
  CountedRows others = group;
  std::erase_if(others, [&](const CountedRow& leg) {
    return call_of_row_.contains(leg.row.number);
  });
  if (others.empty()) return;
  Call* oldest = Oldest(group, poll, [&](Call& call, const CountedRow& leg) {
    return Fits(call, leg, poll.now);
  });
  if (oldest == nullptr) {
    oldest = Oldest(group, poll, [&](Call& call, const CountedRow& leg) {
      return HasChangedTenant(call, leg);
    });
  }
  if (oldest == nullptr) {
    const bool full =
        !poll.complete && poll.known_before >= rules_.tracked_calls;
    const bool can_be_known_again =
        std::ranges::any_of(group, [&](const CountedRow& leg) {
          return StatedId(leg) ||
                 (leg.row.state == kRinging && IsOfCaller(leg) &&
                  KeyOf(leg.row, rules_.caller_key).numbers);
        });
    if (full || !can_be_known_again) return;
    oldest = &known_.emplace_back(NewCall(group, poll));
  }
  for (const CountedRow& leg : others) Take(*oldest, leg);
}

// The oldest that was known before this poll and that a leg of the group fits.
Tracker::Call* Tracker::Oldest(
    const CountedRows& group, const Poll& poll,
    const std::function<bool(Call&, const CountedRow&)>& fits) {
  for (Call& call : known_) {
    if (call.first_seen == poll.now) break;
    if (std::ranges::any_of(
            group, [&](const CountedRow& leg) { return fits(call, leg); })) {
      return &call;
    }
  }
  return nullptr;
}

// By what the leg states.
Tracker::Call* Tracker::CallOf(const CountedRow& leg) {
  const auto id = StatedId(leg);
  if (!id) return nullptr;
  for (Call& call : known_) {
    if (call.ids.contains(*id)) return &call;
  }
  return nullptr;
}

bool Tracker::Fits(const Call& call, const CountedRow& leg,
                   SteadyTime now) const {
  if (const auto id = StatedId(leg); id && call.ids.contains(*id)) return true;
  if (call.first_oncall || !IsOfCaller(leg)) return false;
  const NumberKey key = KeyOf(leg.row, rules_.caller_key);
  if (key.complete()) return call.keys.contains(WithTenant(leg, key));
  return key.one_number() && now - call.last_seen <= rules_.grace &&
         call.half_keys.contains(WithTenant(leg, key));
}

// All legs of the call went to another tenant.
bool Tracker::HasChangedTenant(const Call& call, const CountedRow& leg) const {
  return call.call_ids.contains(leg.row.call_id) && !in_place_.contains(&call);
}

Tracker::Call Tracker::NewCall(const CountedRows& legs,
                               const Poll& poll) const {
  Call call;
  call.first_seen = poll.now;
  if (last_complete_) call.absent_before = *last_complete_;
  for (const CountedRow& leg : legs) {
    if (!leg.time_usable ||
        *leg.row.call_time < poll.wall - 3 * rules_.interval) {
      continue;
    }
    const SteadyTime stated = poll.now - (poll.wall - *leg.row.call_time);
    call.stated_start = std::min(call.stated_start.value_or(stated), stated);
  }
  call.tenant = Foremost(legs).label.first;
  call.direction = Foremost(legs).row.direction;
  return call;
}

void Tracker::Learn(Call& call, const CountedRows& legs) const {
  for (const CountedRow& leg : legs) {
    if (const auto id = StatedId(leg)) call.ids.insert(*id);
    if (!leg.row.call_id.empty()) call.call_ids.insert(leg.row.call_id);
    if (!IsOfCaller(leg)) continue;
    const NumberKey key = KeyOf(leg.row, rules_.caller_key);
    if (key.complete()) call.keys.insert(WithTenant(leg, key));
    if (key.one_number()) call.half_keys.insert(WithTenant(leg, key));
  }
}

void Tracker::See(Call& call, const CountedRows& legs, const Poll& poll) {
  if (poll.complete && StateOf(legs) == kIdle) {
    call.keys.clear();
    call.half_keys.clear();
  }
  Learn(call, legs);
  call.last_seen = poll.now;
  call.missed = 0;
  const State state = StateOf(legs);
  if (poll.complete) Judge(call, state, poll);
  if (poll.gap && !poll.complete) return;
  if (call.first_oncall) return;
  if (state == kRinging) call.last_ringing = poll.now;
  if (state == kOncall) {
    call.first_oncall = poll.now;
    if (call.part == Call::kStarted) Answer(call);
  }
}

// What only a complete poll can tell.
void Tracker::Judge(Call& call, State state, const Poll& poll) {
  const bool is_ghost = state == kIdle;
  if (call.part == Call::kStarted) {
    const State other = call.first_oncall ? kRinging : kOncall;
    if (is_ghost || (poll.gap && state == other)) Lose(call);
  } else if (call.part == Call::kRemembered) {
    if (is_ghost || poll.opening) {
      call.part = Call::kNotStarted;
    } else if (state != kUnknownState) {
      Start(call);
    }
  }
}

void Tracker::Start(Call& call) {
  call.part = Call::kStarted;
  call.start =
      call.stated_start.value_or(Middle(call.absent_before, call.first_seen));
  totals_.Add(Totals::kStarted, call.tenant, call.direction);
  if (call.first_oncall) Answer(call);
}

void Tracker::Answer(Call& call) {
  totals_.Add(Totals::kAnswered, call.tenant, call.direction);
  if (call.direction != kInbound) return;
  const SteadyTime not_yet = call.last_ringing.value_or(call.absent_before);
  const SteadyTime answer =
      Middle(std::max(*call.start, not_yet), *call.first_oncall);
  totals_.AddWait(call.tenant, answer - *call.start);
}

void Tracker::Lose(Call& call) {
  totals_.Add(call.first_oncall ? Totals::kLostOncall : Totals::kLostRinging,
              call.tenant, call.direction);
  call.part = Call::kNotStarted;
}

// A complete poll without the call.
void Tracker::Miss(Call& call, const Poll& poll) {
  if (call.missed == 0) call.first_missed = poll.now;
  ++call.missed;
  if (poll.gap && call.part == Call::kStarted) Lose(call);
  if (poll.opening && call.part == Call::kRemembered) {
    call.part = Call::kNotStarted;
  }
}

void Tracker::End(const Call& call) {
  if (call.part != Call::kStarted) return;
  if (!call.first_oncall) {
    totals_.Add(Totals::kUnanswered, call.tenant, call.direction);
    return;
  }
  totals_.Add(Totals::kEnded, call.tenant, call.direction);
  totals_.AddDuration(call.direction,
                      Middle(call.last_seen, call.first_missed) - *call.start);
}

void Tracker::ForgetGone() {
  const auto forget = [&](const auto& is_gone) {
    std::erase_if(known_, [&](Call& call) {
      if (seen_.contains(&call) || !is_gone(call)) return false;
      End(call);
      return true;
    });
  };
  forget([&](const Call& call) { return call.missed >= polls_until_gone_; });
  if (known_.size() > rules_.tracked_calls) {
    forget([](const Call&) { return true; });
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
      for (const Call& call : known_) {
        if (call.part == Call::kStarted && call.tenant == tenant &&
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
