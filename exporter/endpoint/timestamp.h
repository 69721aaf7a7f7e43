#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace date {
class time_zone;
}

namespace pitel {

// The time zone of timestamps without an offset: a fixed offset from -14:00 to
// +14:00, or an IANA name from the system's tzdata. Immutable and cheap to
// copy.
class TimeZone {
 public:
  TimeZone() = default;  // UTC
  explicit TimeZone(std::chrono::seconds offset) : offset_(offset) {}

  // "+07:00", "-03:30" or "Asia/Ho_Chi_Minh". The error says what is accepted.
  static Result<TimeZone> Parse(std::string_view text);

  // Reads a local time that a change of clocks repeats as the later one, and
  // one that it skips as the moment of the change.
  std::chrono::sys_seconds ToSys(std::chrono::local_seconds local) const;

  // A text that Parse reads back.
  std::string Text() const;

  bool operator==(const TimeZone&) const = default;

 private:
  std::chrono::seconds offset_{0};
  const date::time_zone* zone_ = nullptr;  // owned by the tz library
};

// The zone of a timestamp that states its own, `Z` or an offset.
enum class ZoneChoice {
  kStated,      // the stated one
  kConfigured,  // the configured one: some servers write Z after local time
};

// Parses a timestamp such as "2023-04-10 17:02:51". It may contain `T`, a
// fraction (dropped), and `Z` or `+hh:mm`, which overrides `zone` unless
// `choice` says otherwise. Absent for any other format, such as "" or "none".
// Times before 2000 (kTimestampFloor) or in the future have a valid format but
// are not usable, which the caller checks: the API writes 0001-01-01 and
// 1970-01-01 for none.
std::optional<std::chrono::sys_seconds> ParseTimestamp(
    std::string_view text, const TimeZone& zone,
    ZoneChoice choice = ZoneChoice::kStated);

// 2000-01-01T00:00:00Z.
inline constexpr std::chrono::sys_seconds kTimestampFloor{
    std::chrono::seconds(946'684'800)};

}  // namespace pitel
