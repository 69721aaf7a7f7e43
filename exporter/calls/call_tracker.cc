#include "calls/call_tracker.h"

#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

#include "endpoint/absence.h"

namespace pitel {
namespace {

// `last_interval` may be longer: the next poll after a change of the interval
// is not too late.
std::chrono::nanoseconds LongestWithoutGap(
    const CallRules& rules, std::chrono::nanoseconds last_interval) {
  return std::max(std::max(rules.interval, last_interval) * 5 / 2, rules.grace);
}

// A new call as its first response shows it: by its leg furthest along.
struct FirstSight {
  std::tuple<CallState, Direction> leg{CallState::kIdle, Direction::kUnknown};
  std::uint32_t row = 0;
  std::optional<std::chrono::nanoseconds> stated_age;  // by call_time
};

std::optional<std::chrono::nanoseconds> StatedAge(const CallRow& row,
                                                  WallTime now) {
  if (row.call_time == kNoCallTime) return std::nullopt;
  // If the API's clock is ahead of ours, the call began now.
  return std::max<std::chrono::nanoseconds>(now - row.call_time,
                                            std::chrono::nanoseconds(0));
}

}  // namespace

std::vector<SteadyTime> CallTracker::Update(const CallRules& rules,
                                            const FollowedRows& rows,
                                            const Moment& now) {
  auto compared = ResponseAt(rules, now.steady, rows.response.complete());
  gone_.Expire(now.steady);
  const bool has_room =
      compared.complete || calls_.size() < rules.tracked_calls;
  CallOfRow call_of_row =
      MatchCalls({rows.response.rows, rows.identifiers, rows.groups, calls_,
                  identifiers_, has_room});
  MeetNew(rules, rows, call_of_row, now, compared);
  Compare(rules, rows, compared, call_of_row);
  identifiers_.Learn(rows.identifiers, call_of_row, compared, calls_);
  ListTenants(rows.labels);
  if (compared.complete) {
    last_complete_ = compared.time;
    last_interval_ = rules.interval;
  }

  std::vector<SteadyTime> since(rows.groups.count, compared.time);
  for (std::size_t i = 0; i < call_of_row.size(); ++i) {
    if (call_of_row[i] == kNoCall) continue;
    const KnownCall& call = calls_[call_of_row[i]];
    if (call.standing != KnownCall::Standing::kStarted) continue;
    auto& start = since[rows.groups.of_row[i]];
    start = std::min(start, call.start);
  }
  return since;
}

ComparedResponse CallTracker::ResponseAt(const CallRules& rules,
                                         SteadyTime time, bool complete) const {
  const bool after_gap =
      last_complete_ &&
      time - *last_complete_ > LongestWithoutGap(rules, last_interval_);
  return {time, complete, !last_complete_ || after_gap, after_gap,
          PollsUntilGone(rules.grace, rules.interval)};
}

void CallTracker::MeetNew(const CallRules& rules, const FollowedRows& rows,
                          const CallOfRow& call_of_row, const Moment& now,
                          const ComparedResponse& compared) {
  const std::size_t known = calls_.size();
  std::vector<FirstSight> sights;
  for (std::uint32_t i = 0; i < call_of_row.size(); ++i) {
    if (call_of_row[i] == kNoCall || call_of_row[i] < known) continue;
    const std::size_t index = call_of_row[i] - known;
    if (index >= sights.size()) sights.resize(index + 1);
    FirstSight& sight = sights[index];
    const CallRow& row = rows.response.rows[i];
    const std::tuple leg(row.state, row.direction);
    if (leg < sight.leg) std::tie(sight.leg, sight.row) = std::tie(leg, i);
    if (const auto age = StatedAge(row, now.wall);
        age && *age <= 3 * rules.interval) {
      sight.stated_age = std::max(sight.stated_age, age);
    }
  }
  calls_.reserve(known + sights.size());  // no more: a copy was made for this
  const auto returned = FindReturned(rows, call_of_row, sights.size());
  const SteadyTime absent = last_complete_.value_or(compared.time);
  for (std::size_t i = 0; i < sights.size(); ++i) {
    const FirstSight& sight = sights[i];
    KnownCall call;
    if (returned[i] || rows.response.IsLetIn(rows.response.rows[sight.row])) {
      call.standing = KnownCall::Standing::kLeftOut;
    }
    call.start = Middle(absent, compared.time);
    if (sight.stated_age) call.start = compared.time - *sight.stated_age;
    call.answer = absent;
    call.direction = std::get<Direction>(sight.leg);
    const auto& pair = rows.labels.pairs[rows.labels.pair_of_row[sight.row]];
    TenantTotals& totals = totals_.Of(pair.tenant);
    call.tenant = totals.id;
    ++totals.known_calls;
    calls_.push_back(call);
  }
}

std::vector<bool> CallTracker::FindReturned(const FollowedRows& rows,
                                            const CallOfRow& call_of_row,
                                            std::size_t new_calls) const {
  std::vector<bool> returned(new_calls);
  for (const Identifier& identifier : rows.identifiers) {
    const std::uint32_t call = call_of_row[identifier.row];
    if (identifier.kind == IdentifierKind::kCallId && call != kNoCall &&
        call >= calls_.size() && gone_.Contains(identifier.hash)) {
      returned[call - calls_.size()] = true;
    }
  }
  return returned;
}

void CallTracker::Compare(const CallRules& rules, const FollowedRows& rows,
                          ComparedResponse compared, CallOfRow& call_of_row) {
  std::vector<Sighting> sightings(calls_.size());
  std::size_t seen = 0;
  for (std::size_t i = 0; i < call_of_row.size(); ++i) {
    if (call_of_row[i] == kNoCall) continue;
    Sighting& sighting = sightings[call_of_row[i]];
    seen += !std::exchange(sighting.seen, true);
    if (rows.times[i].stale) continue;
    const CallRow& row = rows.response.rows[i];
    std::tie(sighting.state, sighting.direction) =
        std::min(std::tuple(sighting.state, sighting.direction),
                 std::tuple(row.state, row.direction));
  }
  if (seen > rules.tracked_calls) compared.opening = true;

  const std::vector<TenantTotals*> totals = totals_.ById();
  std::vector<bool> gone(calls_.size());
  std::size_t kept = 0;
  for (std::size_t i = 0; i < calls_.size(); ++i) {
    if (sightings[i].seen) {
      Observe(sightings[i], compared, calls_[i], *totals[calls_[i].tenant]);
    } else {
      gone[i] = Miss(compared, calls_[i], *totals[calls_[i].tenant],
                     totals_.duration);
    }
    kept += !gone[i];
  }
  if (kept > rules.tracked_calls) {
    auto last_chance = compared;
    last_chance.gone_after = 1;
    for (std::size_t i = 0; i < calls_.size(); ++i) {
      if (sightings[i].seen || gone[i]) continue;
      gone[i] = Miss(last_chance, calls_[i], *totals[calls_[i].tenant],
                     totals_.duration);
    }
  }
  ForgetGone(rules, gone, compared.time, call_of_row);
}

void CallTracker::ForgetGone(const CallRules& rules,
                             const std::vector<bool>& gone, SteadyTime now,
                             CallOfRow& call_of_row) {
  const auto call_ids = Remove(gone, call_of_row);
  if (!call_ids.empty()) gone_.Add(call_ids, now, rules.tracked_calls);
}

std::vector<std::uint64_t> CallTracker::Remove(const std::vector<bool>& gone,
                                               CallOfRow& call_of_row) {
  const std::vector<TenantTotals*> totals = totals_.ById();
  std::vector<std::uint32_t> moved(calls_.size(), kNoCall);
  std::uint32_t kept = 0;
  for (std::size_t i = 0; i < calls_.size(); ++i) {
    if (gone[i]) {
      --totals[calls_[i].tenant]->known_calls;
    } else {
      moved[i] = kept;
      calls_[kept++] = calls_[i];
    }
  }
  if (kept == calls_.size()) return {};
  calls_.resize(kept);
  for (std::uint32_t& call : call_of_row) {
    if (call != kNoCall) call = moved[call];
  }
  return identifiers_.Move(moved);
}

void CallTracker::KeepTenants(const TenantFilter& filter) {
  std::set<std::uint32_t> left_out;
  for (const auto& [tenant, totals] : totals_.tenants) {
    const bool kept = tenant == kOtherLabel || filter.Admits(tenant);
    if (!kept) left_out.insert(totals.id);
  }
  if (left_out.empty()) return;
  std::vector<bool> gone;
  gone.reserve(calls_.size());
  for (const KnownCall& call : calls_) {
    gone.push_back(left_out.contains(call.tenant));
  }
  CallOfRow none;
  Remove(gone, none);
}

// A tenant's counters exist from its first row on, and go with its labels.
void CallTracker::ListTenants(const FoldedLabels& labels) {
  for (std::size_t i = 0; i < labels.pairs.size(); ++i) {
    const std::string& tenant = labels.pairs[i].tenant;
    if (i == 0 || tenant != labels.pairs[i - 1].tenant) totals_.Of(tenant);
  }
  const auto is_listed = [&](const std::string& tenant) {
    const auto pair = std::partition_point(
        labels.pairs.begin(), labels.pairs.end(),
        [&](const FoldedLabels::Pair& p) { return p.tenant < tenant; });
    return pair != labels.pairs.end() && pair->tenant == tenant;
  };
  totals_.DropTenants(is_listed);
}

}  // namespace pitel
