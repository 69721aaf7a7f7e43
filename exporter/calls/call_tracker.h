#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "base/clock.h"
#include "calls/answer.h"
#include "calls/call_groups.h"
#include "calls/call_matching.h"
#include "calls/call_totals.h"
#include "calls/folding.h"
#include "calls/identifiers.h"
#include "calls/known_call.h"
#include "calls/known_identifiers.h"
#include "calls/leg_ages.h"
#include "calls/rules.h"

namespace pitel {

// Everything about an answer that following its calls needs.
struct FollowedRows {
  const Answer& answer;
  const FoldedLabels& labels;
  const std::vector<LegTime>& times;
  const std::vector<Identifier>& identifiers;
  const CallGroups& groups;
};

// Follows calls from poll to poll and counts what becomes of them. What happens
// between two polls is placed in the middle between them, so waits and
// durations are never negative and known to about an interval; a call that
// begins and ends between two polls is missed.
//
// Remembers rules.tracked_calls calls, with those that are out of sight and not
// gone yet, or as many as one answer shows; of incomplete answers those of one
// more.
class CallTracker {
 public:
  // `rules` outlives the tracker.
  explicit CallTracker(const CallRules& rules);
  CallTracker(const CallTracker&) = delete;
  CallTracker& operator=(const CallTracker&) = delete;

  // Compares a good answer with what is known. Gives, for each group of its
  // legs, when the call that it is started; `now` if none of it did.
  std::vector<SteadyTime> Update(const FollowedRows& rows, const Moment& now);

  // Since the tracker was made; with every tenant in the last answer's labels.
  const CallTotals& totals() const { return totals_; }
  // Known calls, with those that are out of sight and not gone yet.
  const std::vector<KnownCall>& calls() const { return calls_; }

 private:
  Poll PollAt(SteadyTime time, bool complete) const;
  // Adds the calls that `call_of_row` names beyond the known ones.
  void MeetNew(const FollowedRows& rows, const CallOfRow& call_of_row,
               const Moment& now, const Poll& poll);
  // Lets the answer bear on every call; forgets those that are gone.
  void Compare(const FollowedRows& rows, Poll poll, CallOfRow& call_of_row);
  void ForgetGone(const std::vector<bool>& gone, CallOfRow& call_of_row);
  void ListTenants(const FoldedLabels& labels);

  const CallRules& rules_;
  const std::uint32_t gone_after_;
  const std::chrono::nanoseconds gap_;
  CallTotals totals_;
  std::vector<KnownCall> calls_;  // those known longest first
  KnownIdentifiers identifiers_;
  std::optional<SteadyTime> last_complete_;
};

}  // namespace pitel
