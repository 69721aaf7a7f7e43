#pragma once

#include <chrono>
#include <optional>
#include <vector>

#include "config/config.h"
#include "config/key_table.h"

namespace pitel {

// The times a mapping gives: `poll`, or a target of its own.
struct GivenTimes {
  std::optional<std::chrono::nanoseconds> interval;
  std::optional<std::chrono::nanoseconds> timeout;
  std::optional<std::chrono::nanoseconds> max_age;
};

// Their keys, in whichever mapping.
std::vector<Key> TimeKeys(GivenTimes& times);

// The times of a target: its own, else those of `poll`, else such as follow
// from its interval. What it does not give itself is fitted to its interval, so
// that no default makes a file invalid.
PollTimes ResolvePollTimes(const GivenTimes& poll, const GivenTimes& own);

// How long a call may be out of sight before it is gone, unless configured.
std::chrono::nanoseconds DefaultGrace(std::chrono::nanoseconds interval);

// Reports what `given`, read from `mapping`, says against `interval`, unless an
// interval of its own was wrong already.
void CheckPollTimes(const GivenTimes& given, std::chrono::nanoseconds interval,
                    const MappingReader& mapping);

}  // namespace pitel
