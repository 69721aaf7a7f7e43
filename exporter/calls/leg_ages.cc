#include "calls/leg_ages.h"

#include <algorithm>
#include <iterator>
#include <span>
#include <tuple>

#include "calls/hash_order.h"

namespace pitel {
namespace {

// The fields of a row that its leg's time depends on, copied so that the sorted
// legs are read in sequence.
struct Leg {
  std::uint64_t leg;
  std::chrono::sys_seconds call_time;
  std::uint32_t row;
  CallState state;
};

// The rows that are legs, ordered by leg.
std::vector<Leg> LegsInOrder(const std::vector<CallRow>& rows) {
  std::vector<Leg> legs;
  legs.reserve(rows.size());
  for (std::uint32_t i = 0; i < rows.size(); ++i) {
    const CallRow& row = rows[i];
    if (row.is_leg()) legs.push_back({row.leg, row.call_time, i, row.state});
  }
  SortByHash(
      legs, [](const Leg& leg) { return leg.leg; },
      [](const Leg& a, const Leg& b) {
        return std::tie(a.leg, a.call_time) < std::tie(b.leg, b.call_time);
      });
  return legs;
}

// In whole seconds: not all years that a call_time can state fit into
// nanoseconds.
bool IsTooLate(std::chrono::sys_seconds call_time, WallTime now) {
  return call_time >
         std::chrono::floor<std::chrono::seconds>(now) + kClocksDiffer;
}

bool IsStale(const CallRules& rules, CallState state,
             std::chrono::nanoseconds age) {
  switch (state) {
    case CallState::kRinging:
      return age > rules.stale_ringing_after;
    case CallState::kOncall:
      return age > rules.stale_oncall_after;
    case CallState::kUnknown:
    case CallState::kIdle:
      return false;
  }
  return false;
}

}  // namespace

// The state of a row's leg after it was seen at `now`. `known` contains the
// leg's earlier states, one for each call_time that it last stated. A call_time
// keeps the meaning that it had when it was first seen, even if our clock
// jumps.
LegAges::KnownLeg LegAges::Meet(std::uint64_t hash,
                                std::chrono::sys_seconds call_time,
                                std::span<const KnownLeg> known,
                                SteadyTime absent, const Moment& now) {
  const auto find = [&] {
    const auto at = std::lower_bound(
        known.begin(), known.end(), call_time,
        [](const KnownLeg& leg, auto time) { return leg.call_time < time; });
    return at != known.end() && at->call_time == call_time ? at : known.end();
  };
  auto same = find();
  if (same == known.end() && IsTooLate(call_time, now.wall)) {
    call_time = kNoCallTime;
    same = find();
  }
  if (same != known.end()) return *same;
  KnownLeg leg{hash, now.steady, absent, call_time, {}};
  if (!known.empty()) {
    leg.first_seen = known.front().first_seen;
    leg.absent = known.front().absent;
  }
  if (call_time != kNoCallTime) {
    const auto stated =
        now.steady - std::max<std::chrono::nanoseconds>(
                         now.wall - call_time, std::chrono::nanoseconds(0));
    leg.start = std::max<SteadyTime>(stated, leg.absent);
  } else {
    leg.start = leg.absent != SteadyTime::min() ? leg.absent : leg.first_seen;
  }
  return leg;
}

std::vector<LegTime> LegAges::Update(const CallRules& rules,
                                     const MonitorResponse& response,
                                     const Moment& now, LegAges& next) const {
  const auto& rows = response.rows;
  std::vector<LegTime> times(rows.size());
  std::vector<KnownLeg> met;
  met.reserve(known_.size() + known_.size() / 8);
  // The known states of the row's leg.
  auto first = known_.cbegin();
  auto last = first;
  for (const Leg& seen : LegsInOrder(rows)) {
    if (first == last || first->leg != seen.leg) {
      const auto is_earlier = [&](auto& known) { return known.leg < seen.leg; };
      const auto is_same = [&](auto& known) { return known.leg == seen.leg; };
      first = std::find_if_not(last, known_.cend(), is_earlier);
      last = std::find_if_not(first, known_.cend(), is_same);
    }
    const SteadyTime absent =
        response.IsLetIn(rows[seen.row]) ? SteadyTime::min() : last_complete_;
    const KnownLeg leg =
        Meet(seen.leg, seen.call_time, {first, last}, absent, now);
    const auto age = now.steady - leg.start;
    times[seen.row] = {age, IsStale(rules, seen.state, age),
                       leg.call_time != kNoCallTime};
    met.push_back(leg);
  }
  KeepOneOfEach(met);
  next.last_complete_ = response.complete() ? now.steady : last_complete_;
  next.known_ =
      response.complete() ? std::move(met) : WithAbsent(rules, std::move(met));
  return times;
}

bool LegAges::Less(const KnownLeg& a, const KnownLeg& b) {
  return std::tie(a.leg, a.call_time) < std::tie(b.leg, b.call_time);
}

// The states of a leg are in the order of their call_times already, except for
// those with a call_time that is too late.
void LegAges::KeepOneOfEach(std::vector<KnownLeg>& legs) {
  if (!std::is_sorted(legs.begin(), legs.end(), Less)) {
    std::sort(legs.begin(), legs.end(), Less);
  }
  const auto is_same = [](const KnownLeg& a, const KnownLeg& b) {
    return !Less(a, b) && !Less(b, a);
  };
  legs.erase(std::unique(legs.begin(), legs.end(), is_same), legs.end());
}

// An incomplete response does not show that a leg is gone, or that it no longer
// states a call_time.
std::vector<LegAges::KnownLeg> LegAges::WithAbsent(
    const CallRules& rules, std::vector<KnownLeg> met) const {
  std::vector<KnownLeg> all;
  std::set_union(met.begin(), met.end(), known_.begin(), known_.end(),
                 std::back_inserter(all), Less);
  const bool too_many = all.size() > met.size() + rules.tracked_calls;
  return too_many ? met : all;
}

}  // namespace pitel
