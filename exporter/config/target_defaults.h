#pragma once

#include <chrono>
#include <optional>

#include "calls/rules.h"
#include "config/mapping_reader.h"
#include "config/poll_times.h"

namespace pitel {

// What the configuration says of every target alike.
struct TargetDefaults {
  GivenTimes poll;
  CallRules calls;  // but interval, grace and timezone, which go by target
  std::optional<std::chrono::nanoseconds> grace;
};

// Reads `calls`, `limits` and `tenants` at the top of the file. `poll` stays
// empty: its reader is needed longer.
TargetDefaults ReadTargetDefaults(const MappingReader& root);

// How long a call may be out of sight before it is gone, unless configured.
std::chrono::nanoseconds DefaultGrace(std::chrono::nanoseconds interval);

}  // namespace pitel
