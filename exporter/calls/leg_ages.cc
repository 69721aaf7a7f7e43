#include "calls/leg_ages.h"

#include <algorithm>
#include <iterator>
#include <tuple>

namespace pitel {
namespace {

// The rows that are legs, those of one leg side by side.
std::vector<std::uint32_t> LegsInOrder(const std::vector<CallRow>& rows) {
  std::vector<std::uint32_t> order;
  for (std::uint32_t i = 0; i < rows.size(); ++i) {
    if (rows[i].is_leg()) order.push_back(i);
  }
  std::sort(order.begin(), order.end(), [&](auto a, auto b) {
    return std::tie(rows[a].leg, rows[a].call_time) <
           std::tie(rows[b].leg, rows[b].call_time);
  });
  return order;
}

}  // namespace

// What is known of a row's leg once `now` has seen it. A leg keeps its start
// for as long as its call_time stays the same.
LegAges::KnownLeg LegAges::Meet(const CallRow& row, const KnownLeg* known,
                                const Moment& now) const {
  KnownLeg leg{row.leg, now.steady, last_complete_, {}, {}};
  if (known != nullptr) leg = *known;
  if (known != nullptr && row.call_time == known->call_time) return leg;
  leg.call_time = row.call_time;
  if (row.call_time != kNoCallTime) {
    const auto stated = now.steady - (now.wall - row.call_time);
    leg.start = std::max<SteadyTime>(stated, leg.absent);
  } else {
    leg.start = leg.absent != SteadyTime::min() ? leg.absent : leg.first_seen;
  }
  return leg;
}

std::vector<LegTime> LegAges::Update(const Answer& answer, const Moment& now) {
  const auto& rows = answer.rows;
  std::vector<LegTime> times(rows.size());
  std::vector<KnownLeg> met;
  auto known = known_.cbegin();
  for (const std::uint32_t i : LegsInOrder(rows)) {
    while (known != known_.cend() && known->leg < rows[i].leg) ++known;
    const bool is_known = known != known_.cend() && known->leg == rows[i].leg;
    const KnownLeg leg = Meet(rows[i], is_known ? &*known : nullptr, now);
    const auto age = now.steady - leg.start;
    times[i] = {age, IsStale(rows[i], age)};
    if (met.empty() || met.back().leg != leg.leg) met.push_back(leg);
  }
  if (answer.complete()) {
    known_ = std::move(met);
    last_complete_ = now.steady;
  } else {
    KeepAbsent(std::move(met));
  }
  return times;
}

bool LegAges::IsStale(const CallRow& row, std::chrono::nanoseconds age) const {
  switch (row.state) {
    case CallState::kRinging:
      return age > rules_.stale_ringing_after;
    case CallState::kOncall:
      return age > rules_.stale_oncall_after;
    case CallState::kUnknown:
    case CallState::kIdle:
      return false;
  }
  return false;
}

// An incomplete answer does not show that a leg is gone.
void LegAges::KeepAbsent(std::vector<KnownLeg> met) {
  std::vector<KnownLeg> all;
  std::set_union(
      met.begin(), met.end(), known_.begin(), known_.end(),
      std::back_inserter(all),
      [](const KnownLeg& a, const KnownLeg& b) { return a.leg < b.leg; });
  const bool too_many = all.size() > met.size() + rules_.tracked_calls;
  known_ = std::move(too_many ? met : all);
}

}  // namespace pitel
