#include "doctor/time_advice.h"

#include <chrono>
#include <cmath>
#include <cstdio>
#include <string>

#include "base/clock.h"
#include "config/units.h"
#include "doctor/phrases.h"

namespace pitel {
namespace {

// Fewer legs say too little.
constexpr std::size_t kEnoughNewLegs = 5;
// An offset of call_time up to this is a matter of clocks, not of zones.
constexpr double kMostClockSeconds = 300;
// Zones differ by whole quarters of an hour.
constexpr double kZoneStepSeconds = 900;

// Call times of new legs lie between the last two polls: on average half an
// interval ago.
double OffsetError(const Distribution& offsets,
                   const ObservedSettings& settings) {
  return offsets.Median() + Seconds(settings.interval) / 2;
}

std::string OffsetText(std::chrono::seconds offset) {
  char text[32];
  const auto minutes = std::abs(offset.count()) / 60;
  std::snprintf(text, sizeof text, "\"%c%02d:%02d\"",
                offset.count() < 0 ? '-' : '+', static_cast<int>(minutes / 60),
                static_cast<int>(minutes % 60));
  return text;
}

bool HasEnoughCallTimes(const CallTimes& times) {
  return times.offsets.size() >= kEnoughNewLegs;
}

bool IsRight(double error) { return std::abs(error) <= kMostClockSeconds; }

std::string NotEnoughCallTimes(const CallTimes& times) {
  return Counted(times.offsets.size(), "new leg") + " had a call_time; " +
         std::to_string(kEnoughNewLegs) + " are needed.";
}

}  // namespace

Recommendation AdviseCallTimeZone(const CallTimes& times,
                                  const ObservedSettings& settings) {
  constexpr const char* kNames[] = {"stated", "configured"};
  const bool is_stated = settings.call_time_zone == ZoneChoice::kStated;
  Recommendation advice{"call_time_zone", kNames[is_stated ? 0 : 1], ""};
  if (times.usable > 0 && times.with_zone == 0) {
    advice.reason = "No call_time states a zone, so this makes no difference.";
  } else if (!HasEnoughCallTimes(times)) {
    advice.value.clear();
    advice.reason = NotEnoughCallTimes(times);
  } else if (!IsRight(OffsetError(times.offsets, settings)) &&
             IsRight(OffsetError(times.other_offsets, settings))) {
    advice.value = kNames[is_stated ? 1 : 0];
    advice.reason = is_stated
                        ? "The zone that a call_time states is wrong; read in "
                          "the configured one, call times are right."
                        : "The zone that a call_time states is right, and the "
                          "configured one is not.";
  } else {
    advice.reason =
        "Call times state a zone, and the other choice would not read them "
        "better.";
  }
  return advice;
}

Recommendation AdviseTimezone(const CallTimes& times,
                              const ObservedSettings& settings) {
  Recommendation advice{"timezone", OffsetText(settings.utc_offset), ""};
  if (!HasEnoughCallTimes(times)) {
    advice.value.clear();
    advice.reason = NotEnoughCallTimes(times);
    return advice;
  }
  const double error = OffsetError(times.offsets, settings);
  if (IsRight(error) || IsRight(OffsetError(times.other_offsets, settings))) {
    advice.reason = "Call times of new legs are right in this zone.";
    if (times.with_zone == times.usable &&
        settings.call_time_zone == ZoneChoice::kStated && IsRight(error)) {
      advice.reason =
          "Every call_time states its own zone, so this makes no "
          "difference.";
    }
    return advice;
  }
  const double zone_error =
      std::round(error / kZoneStepSeconds) * kZoneStepSeconds;
  const auto offset =
      settings.utc_offset + std::chrono::seconds(std::llround(zone_error));
  if (!IsRight(error - zone_error) ||
      std::chrono::abs(offset) > std::chrono::hours(14)) {
    advice.value.clear();
    advice.reason =
        "Call times of new legs are off by an amount that no zone explains, "
        "so call_time does not say when a call began.";
    return advice;
  }
  advice.value = OffsetText(offset);
  advice.reason =
      "Call times of new legs are " +
      FormatDuration(std::chrono::seconds(std::llround(std::abs(zone_error)))) +
      (zone_error > 0 ? " in the future" : " too old") + " as read now.";
  return advice;
}

}  // namespace pitel
