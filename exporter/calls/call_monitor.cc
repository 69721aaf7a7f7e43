#include "calls/call_monitor.h"

#include <string>
#include <utility>
#include <vector>

namespace pitel {
namespace {

// Whole seconds, as a call_time has them: the years that it can state do not
// all fit into nanoseconds.
std::chrono::sys_seconds WholeSeconds(WallTime time) {
  return std::chrono::floor<std::chrono::seconds>(time);
}

std::optional<double> CallTimeOffset(const MonitorResponse& response,
                                     WallTime now) {
  if (response.newest_call_time == kNoCallTime) return std::nullopt;
  return Seconds(response.newest_call_time - WholeSeconds(now)) -
         Seconds(now - WholeSeconds(now));
}

// Afterwards every call_time is usable or kNoCallTime.
void DiscardUnusableCallTimes(const std::vector<LegTime>& times,
                              MonitorResponse& response) {
  for (std::size_t i = 0; i < times.size(); ++i) {
    if (!times[i].call_time_usable) response.rows[i].call_time = kNoCallTime;
  }
}

std::vector<bool> TenantsLetIn(const std::vector<std::string>& tenants,
                               const TenantFilter& before) {
  std::vector<bool> let_in;
  let_in.reserve(tenants.size());
  for (const std::string& tenant : tenants) {
    let_in.push_back(!before.Admits(tenant));
  }
  return let_in;
}

// Frees what is large before the response is counted.
std::vector<RingingCaller> FollowCalls(
    const CallRules& rules, const MonitorResponse& response,
    const FoldedLabels& labels, const std::vector<LegTime>& times,
    const KeyedHash& hash, const Moment& sent, CallTracker& tracker) {
  const auto identifiers =
      IdentifyLegs(response, times, hash, rules.caller_key);
  const CallGroups groups = GroupLegs(response, identifiers);
  const auto since = tracker.Update(
      rules, {response, labels, times, identifiers, groups}, sent);
  return FindRingingCallers(response, times, groups, since, sent.steady);
}

}  // namespace

Result<MonitorResponse, JsonError> CallMonitor::Read(const CallRules& rules,
                                                     ByteSource& body) const {
  return ReadMonitorResponse(body,
                             {hash_, rules.timezone, rules.tenants,
                              rules.call_time_zone, rules.empty_state},
                             history_.last_rows);
}

CountedResponse CallMonitor::Count(const CallRules& rules,
                                   MonitorResponse response,
                                   const Moment& sent) const {
  CallHistory next{{},
                   history_.folding,
                   history_.tracker,
                   history_.peaks,
                   history_.problems,
                   response.rows.size(),
                   response.complete() ? rules.tenants : history_.tenants};
  if (!(rules.tenants == history_.tenants)) {
    response.let_in = TenantsLetIn(response.tenants, history_.tenants);
    next.folding.KeepTenants(rules.tenants);
    next.tracker.KeepTenants(rules.tenants);
  }
  const auto times = history_.ages.Update(rules, response, sent, next.ages);
  DiscardUnusableCallTimes(times, response);
  const FoldedLabels labels =
      next.folding.Update({rules.limits.tenants, rules.limits.servers,
                           rules.limits.tenant_server_pairs, rules.series_ttl},
                          LabelsOf(response), sent.steady);
  const auto callers =
      FollowCalls(rules, response, labels, times, hash_, sent, next.tracker);
  CallSnapshot snapshot = CountCalls({response, labels, times, callers});
  next.peaks.Update(sent.steady, snapshot.tenants);
  snapshot.tracked_calls = next.tracker.calls().size();
  snapshot.call_time_offset = CallTimeOffset(response, sent.wall);
  next.problems += snapshot.problems;
  return {std::move(snapshot), std::move(next)};
}

void CallMonitor::Commit(CountedResponse counted) noexcept {
  history_ = std::move(counted.next);
}

}  // namespace pitel
