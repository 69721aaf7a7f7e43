#include "config/poll_times.h"

#include <algorithm>
#include <string>

#include "config/fields.h"
#include "config/units.h"

namespace pitel {

using std::chrono::milliseconds;
using std::chrono::nanoseconds;

std::vector<Key> TimeKeys(GivenTimes& times) {
  using std::chrono::days;
  return {
      {"interval", Duration(times.interval, {milliseconds(100), days(1)})},
      {"timeout", Duration(times.timeout, {milliseconds(1), days(1)})},
      {"max_age", Duration(times.max_age, {milliseconds(200), days(30)})},
  };
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

nanoseconds DefaultGrace(nanoseconds interval) {
  return std::max<nanoseconds>(2 * interval, std::chrono::seconds(30));
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
