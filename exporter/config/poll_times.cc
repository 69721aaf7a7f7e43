#include "config/poll_times.h"

#include <algorithm>
#include <string>

#include "config/duration.h"

namespace pitel {
namespace {

using std::chrono::milliseconds;
using std::chrono::nanoseconds;

using DurationRange = Range<nanoseconds>;

constexpr DurationRange kIntervals{milliseconds(100), std::chrono::hours(24)};
constexpr DurationRange kTimeouts{milliseconds(1), std::chrono::hours(24)};
constexpr DurationRange kMaxAges{milliseconds(200), std::chrono::days(30)};

std::optional<nanoseconds> ReadTime(const MappingReader& mapping,
                                    std::string_view key,
                                    const DurationRange& range) {
  nanoseconds time{};
  if (!mapping.ReadDuration(key, range, time)) return std::nullopt;
  return time;
}

}  // namespace

GivenTimes ReadPollTimes(const MappingReader& mapping) {
  return {ReadTime(mapping, "interval", kIntervals),
          ReadTime(mapping, "timeout", kTimeouts),
          ReadTime(mapping, "max_age", kMaxAges)};
}

PollTimes ResolvePollTimes(const GivenTimes& poll, const GivenTimes& own) {
  PollTimes times;
  times.interval =
      own.interval.value_or(poll.interval.value_or(times.interval));
  times.timeout = std::chrono::floor<milliseconds>(times.interval * 4 / 5);
  times.max_age = 3 * times.interval;
  if (poll.timeout) times.timeout = std::min(*poll.timeout, times.interval);
  if (poll.max_age) times.max_age = std::max(*poll.max_age, 2 * times.interval);
  if (own.timeout) times.timeout = *own.timeout;
  if (own.max_age) times.max_age = *own.max_age;
  return times;
}

void CheckPollTimes(const GivenTimes& given, nanoseconds interval,
                    const MappingReader& mapping) {
  if (mapping.Has("interval") && !given.interval) return;
  if (given.timeout && *given.timeout > interval) {
    mapping.Report("timeout", "(" + FormatDuration(*given.timeout) +
                                  ") must be at most the interval (" +
                                  FormatDuration(interval) + ")");
  }
  if (given.max_age && *given.max_age < 2 * interval) {
    mapping.Report("max_age", "(" + FormatDuration(*given.max_age) +
                                  ") must be at least twice the interval (" +
                                  FormatDuration(2 * interval) + ")");
  }
}

}  // namespace pitel
