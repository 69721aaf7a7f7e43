#include "calls/call_gauges.h"

#include <span>
#include <string_view>

#include "base/clock.h"

namespace pitel {
namespace {

constexpr FamilyHeader kActiveCalls = Gauge(
    "pitel_active_calls",
    "Calls in progress at the last successful poll; legs that share a call id "
    "are one call. The API is polled on a timer; see "
    "pitel_last_success_timestamp_seconds.",
    {"tenant", "server", "direction", "state"});
constexpr FamilyHeader kActiveCallsPeak =
    Gauge("pitel_active_calls_peak",
          "The most active calls at once in any poll of the last 5 minutes.",
          {"tenant"});
constexpr FamilyHeader kActiveLegs = Gauge(
    "pitel_active_legs",
    "Call legs at the last successful poll: one per extension that rings or "
    "talks in a call.",
    {"tenant", "server", "direction", "state"});
constexpr FamilyHeader kDuplicateRows =
    Gauge("pitel_api_duplicate_rows",
          "Rows of the last successful response that repeat a leg: the API "
          "lists a leg once per device of the extension.");
constexpr FamilyHeader kReportedRows =
    Gauge("pitel_api_reported_rows",
          "`total` reported by the last successful response.");
constexpr FamilyHeader kRows =
    Gauge("pitel_api_rows", "Rows in the last successful response.");
constexpr FamilyHeader kTimeOffset = Gauge(
    "pitel_call_time_offset_seconds",
    "Newest call_time of the last successful response minus the time of its "
    "poll. 0 to -3600 is normal; whole hours mean a wrong time zone setting.");
constexpr FamilyHeader kExtensionDevices = Gauge(
    "pitel_extension_devices",
    "Extensions in the last successful response, by the product that the phone "
    "reports.",
    {"device"});
constexpr FamilyHeader kExtensions = Gauge(
    "pitel_extensions", "Extensions in the last successful response, by state.",
    {"tenant", "server", "state"});
constexpr FamilyHeader kOverflowedLabelValues = Gauge(
    "pitel_overflowed_label_values",
    "Distinct label values of the last successful response that exceed the "
    "configured limits and are shown as `_other`.",
    {"label"});
constexpr FamilyHeader kRingingCallers = Gauge(
    "pitel_ringing_callers",
    "Inbound callers waiting for an answer: people, however many phones ring "
    "for each. Callers who are queued while no phone rings are not included.",
    {"tenant"});
constexpr FamilyHeader kOldestRinging =
    Gauge("pitel_ringing_oldest_seconds",
          "How long the longest-waiting ringing caller had waited at the last "
          "successful poll; 0 if nobody waits.",
          {"tenant"});
constexpr FamilyHeader kStaleLegs = Gauge(
    "pitel_stale_legs",
    "Legs that have been ringing or on call for longer than the configured "
    "limit, probably left behind by a crashed server. They count as active "
    "calls and legs, but not as ringing callers.",
    {"tenant", "server", "state"});
constexpr FamilyHeader kTrackedCalls = Gauge(
    "pitel_tracked_calls",
    "Calls being followed from poll to poll, including those missing from the "
    "latest polls.");

constexpr CallState kLegStatesByName[] = {
    CallState::kOncall, CallState::kRinging, CallState::kUnknown};
constexpr CallState kExtensionStatesByName[] = {
    CallState::kIdle, CallState::kOncall, CallState::kRinging,
    CallState::kUnknown};
constexpr CallState kStaleStates[] = {CallState::kOncall, CallState::kRinging};

Family LegFamily(const CallSnapshot& snapshot, const FamilyHeader& header,
                 LegCounts CallSnapshot::PairCounts::*counts) {
  Family family(header);
  for (const auto& pair : snapshot.pairs) {
    for (const Direction direction : kDirectionsByName) {
      for (const CallState state : kLegStatesByName) {
        const auto count = (pair.*counts)[static_cast<std::size_t>(direction)]
                                         [static_cast<std::size_t>(state)];
        const bool may_be_absent =
            direction == Direction::kUnknown || state == CallState::kUnknown;
        if (count == 0 && may_be_absent) continue;
        family.Add({pair.labels.tenant, pair.labels.part, ToString(direction),
                    ToString(state)},
                   static_cast<double>(count));
      }
    }
  }
  return family;
}

// By the states of `states`; kUnknown only where it occurs.
template <typename Counts>
Family StateFamily(const CallSnapshot& snapshot, const FamilyHeader& header,
                   std::span<const CallState> states,
                   Counts CallSnapshot::PairCounts::*counts) {
  Family family(header);
  for (const auto& pair : snapshot.pairs) {
    for (const CallState state : states) {
      const auto count = (pair.*counts)[static_cast<std::size_t>(state)];
      if (count == 0 && state == CallState::kUnknown) continue;
      family.Add({pair.labels.tenant, pair.labels.part, ToString(state)},
                 static_cast<double>(count));
    }
  }
  return family;
}

Family ExtensionDevices(const CallSnapshot& snapshot) {
  Family family(kExtensionDevices);
  for (std::size_t i = 0; i < kDeviceCount; ++i) {
    if (snapshot.devices[i] == 0 && i == kUnknownDevice) continue;
    family.Add({kDevices[i]}, static_cast<double>(snapshot.devices[i]));
  }
  return family;
}

Family ActiveCallsPeak(const CallSnapshot& snapshot) {
  Family family(kActiveCallsPeak);
  for (const auto& tenant : snapshot.tenants) {
    family.Add({tenant.label}, static_cast<double>(tenant.active_calls_peak));
  }
  return family;
}

Family RingingCallers(const CallSnapshot& snapshot) {
  Family family(kRingingCallers);
  for (const auto& tenant : snapshot.tenants) {
    family.Add({tenant.label}, static_cast<double>(tenant.ringing_callers));
  }
  return family;
}

Family OldestRinging(const CallSnapshot& snapshot) {
  Family family(kOldestRinging);
  for (const auto& tenant : snapshot.tenants) {
    family.Add({tenant.label}, Seconds(tenant.oldest_ringing));
  }
  return family;
}

Family Overflow(const CallSnapshot& snapshot) {
  Family family(kOverflowedLabelValues);
  family.Add({"server"}, static_cast<double>(snapshot.folded_servers));
  family.Add({"tenant"}, static_cast<double>(snapshot.folded_tenants));
  return family;
}

}  // namespace

std::vector<Family> CallGauges(const CallSnapshot& snapshot) {
  std::vector<Family> families;
  const auto add = [&](const FamilyHeader& header, auto value) {
    families.emplace_back(header, static_cast<double>(value));
  };
  families.push_back(
      LegFamily(snapshot, kActiveCalls, &CallSnapshot::PairCounts::calls));
  families.push_back(ActiveCallsPeak(snapshot));
  families.push_back(
      LegFamily(snapshot, kActiveLegs, &CallSnapshot::PairCounts::legs));
  add(kDuplicateRows, snapshot.duplicate_rows);
  if (const auto total = snapshot.rows.reported_rows)
    add(kReportedRows, *total);
  add(kRows, snapshot.rows.rows);
  if (const auto offset = snapshot.call_time_offset) add(kTimeOffset, *offset);
  families.push_back(ExtensionDevices(snapshot));
  families.push_back(StateFamily(snapshot, kExtensions, kExtensionStatesByName,
                                 &CallSnapshot::PairCounts::extensions));
  families.push_back(Overflow(snapshot));
  families.push_back(RingingCallers(snapshot));
  families.push_back(OldestRinging(snapshot));
  families.push_back(StateFamily(snapshot, kStaleLegs, kStaleStates,
                                 &CallSnapshot::PairCounts::stale_legs));
  add(kTrackedCalls, snapshot.tracked_calls);
  return families;
}

}  // namespace pitel
