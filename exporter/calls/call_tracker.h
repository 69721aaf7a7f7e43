#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "base/clock.h"
#include "calls/call_groups.h"
#include "calls/call_matching.h"
#include "calls/call_totals.h"
#include "calls/gone_calls.h"
#include "calls/identifiers.h"
#include "calls/known_call.h"
#include "calls/known_identifiers.h"
#include "calls/leg_ages.h"
#include "calls/monitor_response.h"
#include "calls/rules.h"
#include "endpoint/folding.h"
#include "endpoint/tenant_filter.h"

namespace pitel {

// Everything about a response that is needed to follow its calls.
struct FollowedRows {
  const MonitorResponse& response;
  const FoldedLabels& labels;
  const std::vector<LegTime>& times;
  const std::vector<Identifier>& identifiers;
  const CallGroups& groups;
};

// Follows calls from poll to poll and counts their outcomes. An event between
// two polls is placed halfway between them, so waits and durations are never
// negative and accurate to about an interval. A call that begins and ends
// between two polls is missed.
//
// Remembers up to rules.tracked_calls calls, including those that are missing
// but not gone yet, or as many as one response shows; while responses are
// incomplete, up to one response's calls more. A value type: the rules are
// arguments.
class CallTracker {
 public:
  // Compares a successful response with what is known. Returns, for each group
  // of its legs, when its call started; `now` if none did.
  std::vector<SteadyTime> Update(const CallRules& rules,
                                 const FollowedRows& rows, const Moment& now);

  // Forgets the calls of tenants that `filter` does not admit: nothing more of
  // them counts.
  void KeepTenants(const TenantFilter& filter);

  // Totals since the tracker was created. They contain every tenant in the
  // labels of the last response.
  const CallTotals& totals() const { return totals_; }
  // Known calls, including those that are missing but not gone yet.
  const std::vector<KnownCall>& calls() const { return calls_; }

 private:
  ComparedResponse ResponseAt(const CallRules& rules, SteadyTime time,
                              bool complete) const;
  // Adds the calls that `call_of_row` names beyond the known ones.
  void MeetNew(const CallRules& rules, const FollowedRows& rows,
               const CallOfRow& call_of_row, const Moment& now,
               const ComparedResponse& compared);
  // Whether each new call was recently counted as gone.
  std::vector<bool> FindReturned(const FollowedRows& rows,
                                 const CallOfRow& call_of_row,
                                 std::size_t new_calls) const;
  // Updates every call from the response; forgets those that are gone.
  void Compare(const CallRules& rules, const FollowedRows& rows,
               ComparedResponse compared, CallOfRow& call_of_row);
  void ForgetGone(const CallRules& rules, const std::vector<bool>& gone,
                  SteadyTime now, CallOfRow& call_of_row);
  // Renumbers the other calls and `call_of_row`; returns the call_ids of those
  // that are gone.
  std::vector<std::uint64_t> Remove(const std::vector<bool>& gone,
                                    CallOfRow& call_of_row);
  void ListTenants(const FoldedLabels& labels);

  CallTotals totals_;
  std::vector<KnownCall> calls_;  // longest-known first
  KnownIdentifiers identifiers_;
  GoneCalls gone_;
  std::optional<SteadyTime> last_complete_;
  std::chrono::nanoseconds last_interval_{};  // of polls, at that time
};

}  // namespace pitel
