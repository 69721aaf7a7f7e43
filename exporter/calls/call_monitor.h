#pragma once

#include "base/clock.h"
#include "base/result.h"
#include "calls/call_tracker.h"
#include "calls/leg_ages.h"
#include "calls/monitor_response.h"
#include "calls/peak_calls.h"
#include "calls/row_problems.h"
#include "calls/rules.h"
#include "calls/snapshot.h"
#include "endpoint/folding.h"
#include "endpoint/keyed_hash.h"
#include "endpoint/tenant_filter.h"
#include "json/byte_source.h"

namespace pitel {

// What is known about a target's calls so far. A value type.
struct CallHistory {
  LegAges ages;
  Folding folding;
  CallTracker tracker;
  PeakCalls peaks;
  RowProblems problems;
  std::size_t last_rows = 0;
  TenantFilter tenants;  // of the last complete response
};

// A response that was counted but not committed yet.
struct CountedResponse {
  CallSnapshot snapshot;
  CallHistory next;
};

// Interprets the successive responses of one target's /v3/monitor. What is
// known is state; the rules are arguments, and may be others for each response.
// A tenant that the filter no longer admits is forgotten with its calls; one
// that is let in again is as new. Used by one thread at a time.
class CallMonitor {
 public:
  CallMonitor() = default;
  CallMonitor(const CallMonitor&) = delete;
  CallMonitor& operator=(const CallMonitor&) = delete;

  // Reads a body as it arrives.
  Result<MonitorResponse, JsonError> Read(const CallRules& rules,
                                          ByteSource& body) const;

  // Counts a successful response, which was read with the same rules. `sent` is
  // when its request was sent. Does not change what is known: if memory runs
  // out, the response has not counted at all.
  CountedResponse Count(const CallRules& rules, MonitorResponse response,
                        const Moment& sent) const;
  // Applies the result of Count, which must follow from what is known now.
  void Commit(CountedResponse counted) noexcept;

  // What all committed responses came to.
  const CallHistory& history() const { return history_; }

 private:
  const KeyedHash hash_;
  CallHistory history_;
};

}  // namespace pitel
