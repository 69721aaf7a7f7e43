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

void DiscardFutureCallTimes(Answer& answer, WallTime now) {
  for (CallRow& row : answer.rows) {
    if (row.call_time > WholeSeconds(now)) row.call_time = kNoCallTime;
  }
}

}  // namespace

CallMonitor::CallMonitor(const CallRules& rules)
    : rules_(rules),
      tenants_(OrThrow(TenantFilter::Compile(rules.tenants))),
      timezone_(OrThrow(TimeZone::Parse(rules.timezone))),
      ages_(rules_),
      folding_(rules.limits, rules.series_ttl),
      tracker_(rules_) {}

Result<Answer, JsonError> CallMonitor::Read(ByteSource& body) const {
  return ReadAnswer(body, {hash_, timezone_, tenants_}, last_rows_);
}

CallSnapshot CallMonitor::Count(Answer answer, const Moment& sent) {
  last_rows_ = answer.rows.size();
  DiscardFutureCallTimes(answer, sent.wall);
  const auto times = ages_.Update(answer, sent);
  const auto labels = folding_.Update(answer, sent.steady);
  const auto identifiers =
      IdentifyLegs(answer, times, hash_, rules_.caller_key);
  const CallGroups groups = GroupLegs(answer, identifiers);
  const auto since =
      tracker_.Update({answer, labels, times, identifiers, groups}, sent);
  const auto callers =
      FindRingingCallers(answer, times, groups, since, sent.steady);
  CallSnapshot snapshot = CountCalls({answer, labels, times, callers});
  snapshot.tracked_calls = tracker_.calls().size();
  snapshot.call_time_offset = CallTimeOffset(answer, sent.wall);
  return snapshot;
}

}  // namespace pitel
