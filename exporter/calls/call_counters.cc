#include "calls/call_counters.h"

#include <string>
#include <string_view>
#include <utility>

namespace pitel {
namespace {

constexpr FamilyHeader kDurations = Histogram(
    "pitel_call_duration_seconds",
    "Duration of answered calls that ended, from the first ring. A single "
    "duration is accurate to about one poll interval.",
    {"direction"});
constexpr FamilyHeader kWaits = Histogram(
    "pitel_call_wait_seconds",
    "Time from the first ring to the answer of inbound calls that were "
    "answered. A single wait is accurate to about one poll interval.",
    {"tenant"});
constexpr FamilyHeader kAnswered =
    Counter("pitel_calls_answered_total", "Started calls that were answered.",
            {"tenant", "direction"});
constexpr FamilyHeader kEnded =
    Counter("pitel_calls_ended_total", "Answered calls that ended.",
            {"tenant", "direction"});
constexpr FamilyHeader kLost = Counter(
    "pitel_calls_lost_total",
    "Calls whose outcome is unknown, by last counted state: they disappeared "
    "or changed state between two polls that were too far apart, or became "
    "stale.",
    {"tenant", "direction", "state"});
constexpr FamilyHeader kStarted = Counter(
    "pitel_calls_started_total",
    "Calls that began to ring or were first seen answered; one per caller, "
    "however many phones ring. Calls that begin and end between two polls are "
    "missed.",
    {"tenant", "direction"});
constexpr FamilyHeader kUnanswered = Counter(
    "pitel_calls_unanswered_total",
    "Started calls that disappeared without being answered: given up, or taken "
    "by a voicemail or another number.",
    {"tenant", "direction"});

// Whether a direction has series: an unknown one only if it has calls.
bool IsShown(Direction direction, std::uint64_t count) {
  return direction != Direction::kUnknown || count != 0;
}

// Calls `add(tenant, direction, counts)` for each series of the counters.
template <typename Add>
void ForEachDirection(const CallTotals& totals, Add add) {
  for (const auto& [tenant, of_tenant] : totals.tenants) {
    for (const Direction direction : kDirectionsByName) {
      const auto& counts =
          of_tenant.counts[static_cast<std::size_t>(direction)];
      if (IsShown(direction, counts.started)) {
        add(tenant, ToString(direction), counts);
      }
    }
  }
}

Family CountsOf(const CallTotals& totals, const FamilyHeader& header,
                std::uint64_t CallCounts::*count) {
  Family family(header);
  ForEachDirection(totals, [&](auto& tenant, auto direction, auto& counts) {
    family.Add({tenant, direction}, static_cast<double>(counts.*count));
  });
  return family;
}

Family Lost(const CallTotals& totals) {
  Family family(kLost);
  ForEachDirection(totals, [&](auto& tenant, auto direction, auto& counts) {
    family.Add({tenant, direction, "oncall"},
               static_cast<double>(counts.lost_oncall));
    family.Add({tenant, direction, "ringing"},
               static_cast<double>(counts.lost_ringing));
  });
  return family;
}

Family Durations(const CallTotals& totals) {
  Family family(kDurations);
  for (const Direction direction : kDirectionsByName) {
    const auto& durations =
        totals.duration[static_cast<std::size_t>(direction)];
    if (!IsShown(direction, durations.buckets.back().cumulative_count)) {
      continue;
    }
    family.Add({ToString(direction)}, durations);
  }
  return family;
}

Family Waits(const CallTotals& totals) {
  Family family(kWaits);
  for (const auto& [tenant, of_tenant] : totals.tenants) {
    family.Add({tenant}, of_tenant.wait);
  }
  return family;
}

}  // namespace

std::vector<Family> CallCounters(const CallTotals& totals) {
  std::vector<Family> families;
  families.push_back(Durations(totals));
  families.push_back(Waits(totals));
  families.push_back(CountsOf(totals, kAnswered, &CallCounts::answered));
  families.push_back(CountsOf(totals, kEnded, &CallCounts::ended));
  families.push_back(Lost(totals));
  families.push_back(CountsOf(totals, kStarted, &CallCounts::started));
  families.push_back(CountsOf(totals, kUnanswered, &CallCounts::unanswered));
  return families;
}

}  // namespace pitel
