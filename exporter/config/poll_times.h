#pragma once

#include <chrono>
#include <optional>
#include <vector>

#include "config/config.h"
#include "config/key_table.h"

namespace pitel {

// The times that a mapping sets: `poll`, or a target's own.
struct GivenTimes {
  std::optional<std::chrono::nanoseconds> interval;
  std::optional<std::chrono::nanoseconds> timeout;
  std::optional<std::chrono::nanoseconds> max_age;
};

// Their keys, the same in both mappings.
std::vector<Key> TimeKeys(GivenTimes& times);

// The times of a target: its own, else those of `poll`, else defaults that
// follow from its interval. Those that it does not set are fitted to its
// interval, so that no default makes a file invalid.
PollTimes ResolvePollTimes(const GivenTimes& poll, const GivenTimes& own);

// By default, how long a call may be missing before it is gone.
std::chrono::nanoseconds DefaultGrace(std::chrono::nanoseconds interval);

// Reports the times in `given`, read from `mapping`, that contradict
// `interval`, unless its own interval was wrong already.
void CheckPollTimes(const GivenTimes& given, std::chrono::nanoseconds interval,
                    const MappingReader& mapping);

}  // namespace pitel
