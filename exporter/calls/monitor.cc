#include "calls/monitor.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace pitel {
namespace {

template <typename T>
T OrThrow(Result<T> result) {
  if (!result) throw std::invalid_argument(result.error().message);
  return *std::move(result);
}

// Whole seconds, as a call_time has them: the years that it can state do not
// all fit into nanoseconds.
std::chrono::sys_seconds WholeSeconds(WallTime time) {
  return std::chrono::floor<std::chrono::seconds>(time);
}

std::optional<double> CallTimeOffset(const Answer& answer, WallTime now) {
  if (answer.newest_call_time == kNoCallTime) return std::nullopt;
  return Seconds(answer.newest_call_time - WholeSeconds(now)) -
         Seconds(now - WholeSeconds(now));
}

// Afterwards every call_time is usable or kNoCallTime.
void DiscardUnusableCallTimes(const std::vector<LegTime>& times,
                              Answer& answer) {
  for (std::size_t i = 0; i < times.size(); ++i) {
    if (!times[i].call_time_usable) answer.rows[i].call_time = kNoCallTime;
  }
}

}  // namespace

CallMonitor::CallMonitor(const CallRules& rules)
    : rules_(rules),
      tenants_(OrThrow(TenantFilter::Compile(rules.tenants))),
      timezone_(OrThrow(TimeZone::Parse(rules.timezone))) {}

Result<Answer, JsonError> CallMonitor::Read(ByteSource& body) const {
  return ReadAnswer(body, {hash_, timezone_, tenants_, rules_.call_time_zone},
                    history_.last_rows);
}

CountedPoll CallMonitor::Count(Answer answer, const Moment& sent) const {
  CallHistory next{{}, history_.folding, history_.tracker, answer.rows.size()};
  const auto times = history_.ages.Update(rules_, answer, sent, next.ages);
  DiscardUnusableCallTimes(times, answer);
  const auto labels = next.folding.Update(rules_, answer, sent.steady);
  const auto identifiers =
      IdentifyLegs(answer, times, hash_, rules_.caller_key);
  const CallGroups groups = GroupLegs(answer, identifiers);
  const auto since = next.tracker.Update(
      rules_, {answer, labels, times, identifiers, groups}, sent);
  const auto callers =
      FindRingingCallers(answer, times, groups, since, sent.steady);
  CallSnapshot snapshot = CountCalls({answer, labels, times, callers});
  snapshot.tracked_calls = next.tracker.calls().size();
  snapshot.call_time_offset = CallTimeOffset(answer, sent.wall);
  return {std::move(snapshot), std::move(next)};
}

void CallMonitor::Commit(CountedPoll counted) noexcept {
  history_ = std::move(counted.next);
}

}  // namespace pitel
