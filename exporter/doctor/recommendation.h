#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "endpoint/timestamp.h"

namespace pitel {

// The settings that were in force while a target was observed.
struct ObservedSettings {
  std::chrono::nanoseconds interval = std::chrono::seconds(10);
  // The offset of `timezone` from UTC.
  std::chrono::seconds utc_offset = std::chrono::hours(7);
  ZoneChoice call_time_zone = ZoneChoice::kStated;
};

struct Recommendation {
  std::string_view setting;  // as in the configuration: "calls.caller_key"
  // What to write there; empty if too little was seen to tell.
  std::string value;
  std::string reason;  // in plain English

  bool operator==(const Recommendation&) const = default;
};

}  // namespace pitel
