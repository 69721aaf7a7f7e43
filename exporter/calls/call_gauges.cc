#include "calls/call_gauges.h"

#include <span>
#include <string_view>

#include "base/clock.h"

namespace pitel {
namespace {

// In the order of their label values.
constexpr CallState kLegStatesByName[] = {
    CallState::kOncall, CallState::kRinging, CallState::kUnknown};
constexpr CallState kExtensionStatesByName[] = {
    CallState::kIdle, CallState::kOncall, CallState::kRinging,
    CallState::kUnknown};
constexpr CallState kStaleStates[] = {CallState::kOncall, CallState::kRinging};

Family LegFamily(const CallSnapshot& snapshot, std::string_view name,
                 std::string_view help, LegCounts CallSnapshot::Pair::*counts) {
  Family family = MakeFamily(MetricType::kGauge, name, help,
                             {"tenant", "server", "direction", "state"});
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

// By the states of `states`; of kUnknown only if there is some.
template <typename Counts>
Family StateFamily(const CallSnapshot& snapshot, std::string_view name,
                   std::string_view help, std::span<const CallState> states,
                   Counts CallSnapshot::Pair::*counts) {
  Family family =
      MakeFamily(MetricType::kGauge, name, help, {"tenant", "server", "state"});
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
  Family family = MakeFamily(
      MetricType::kGauge, "pitel_extension_devices",
      "Extensions in the last successful response, by the product that the "
      "phone reports.",
      {"device"});
  for (std::size_t i = 0; i < kDeviceCount; ++i) {
    if (snapshot.devices[i] == 0 && i == kUnknownDevice) continue;
    family.Add({kDevices[i]}, static_cast<double>(snapshot.devices[i]));
  }
  return family;
}

Family RingingCallers(const CallSnapshot& snapshot) {
  Family family = MakeFamily(
      MetricType::kGauge, "pitel_ringing_callers",
      "Inbound callers waiting for an answer: people, however many phones "
      "ring for each. The API does not show callers who are queued while no "
      "phone rings.",
      {"tenant"});
  for (const auto& tenant : snapshot.tenants) {
    family.Add({tenant.label}, static_cast<double>(tenant.ringing_callers));
  }
  return family;
}

Family OldestRinging(const CallSnapshot& snapshot) {
  Family family = MakeFamily(
      MetricType::kGauge, "pitel_ringing_oldest_seconds",
      "How long the longest-waiting ringing caller had waited at the last "
      "successful poll; 0 if nobody waits.",
      {"tenant"});
  for (const auto& tenant : snapshot.tenants) {
    family.Add({tenant.label}, Seconds(tenant.oldest_ringing));
  }
  return family;
}

Family Overflow(const CallSnapshot& snapshot) {
  Family family = MakeFamily(
      MetricType::kGauge, "pitel_overflowed_label_values",
      "Distinct label values of the last successful response that exceed the "
      "configured limits and are shown as `_other`.",
      {"label"});
  family.Add({"server"}, static_cast<double>(snapshot.folded_servers));
  family.Add({"tenant"}, static_cast<double>(snapshot.folded_tenants));
  return family;
}

}  // namespace

std::vector<Family> CallGauges(const CallSnapshot& snapshot) {
  std::vector<Family> families;
  families.push_back(LegFamily(
      snapshot, "pitel_active_calls",
      "Calls in progress at the last successful poll; legs that share a call "
      "id are one call. The API is polled on a timer; see "
      "pitel_last_success_timestamp_seconds.",
      &CallSnapshot::Pair::calls));
  families.push_back(LegFamily(
      snapshot, "pitel_active_legs",
      "Call legs at the last successful poll: one per phone ringing or "
      "talking.",
      &CallSnapshot::Pair::legs));
  if (snapshot.rows.reported_rows) {
    families.push_back(
        SingleSeries(MetricType::kGauge, "pitel_api_reported_rows",
                     "`total` reported by the last successful response.",
                     static_cast<double>(*snapshot.rows.reported_rows)));
  }
  families.push_back(SingleSeries(MetricType::kGauge, "pitel_api_rows",
                                  "Rows in the last successful response.",
                                  static_cast<double>(snapshot.rows.rows)));
  if (snapshot.call_time_offset) {
    families.push_back(SingleSeries(
        MetricType::kGauge, "pitel_call_time_offset_seconds",
        "Newest call_time of the last successful response minus the "
        "time of its poll. 0 to -3600 is normal; whole hours mean a "
        "wrong time zone setting.",
        *snapshot.call_time_offset));
  }
  families.push_back(ExtensionDevices(snapshot));
  families.push_back(
      StateFamily(snapshot, "pitel_extensions",
                  "Extensions in the last successful response, by state.",
                  kExtensionStatesByName, &CallSnapshot::Pair::extensions));
  families.push_back(Overflow(snapshot));
  families.push_back(RingingCallers(snapshot));
  families.push_back(OldestRinging(snapshot));
  families.push_back(StateFamily(
      snapshot, "pitel_stale_legs",
      "Legs that have been ringing or on call for longer than the configured "
      "limit, probably left behind by a crashed server. They count as active "
      "calls and legs, but not as ringing callers.",
      kStaleStates, &CallSnapshot::Pair::stale_legs));
  families.push_back(
      SingleSeries(MetricType::kGauge, "pitel_tracked_calls",
                   "Calls being followed from poll to poll, including "
                   "those missing from the latest polls.",
                   static_cast<double>(snapshot.tracked_calls)));
  return families;
}

}  // namespace pitel
