#pragma once

#include "base/clock.h"
#include "base/result.h"
#include "calls/answer.h"
#include "calls/call_totals.h"
#include "calls/call_tracker.h"
#include "calls/folding.h"
#include "calls/keyed_hash.h"
#include "calls/leg_ages.h"
#include "calls/rules.h"
#include "calls/snapshot.h"
#include "calls/tenant_filter.h"
#include "json/byte_source.h"

namespace pitel {

// What is known about a target's calls so far. A value type.
struct CallHistory {
  LegAges ages;
  Folding folding;
  CallTracker tracker;
  std::size_t last_rows = 0;
};

// A response that was counted but not committed yet.
struct CountedPoll {
  CallSnapshot snapshot;
  CallHistory next;

  // The totals of all responses, including this one.
  const CallTotals& totals() const { return next.tracker.totals(); }
};

// Interprets the successive responses of one target's /v3/monitor. Belongs to
// the target's poll thread.
class CallMonitor {
 public:
  // `rules` were validated by the configuration.
  explicit CallMonitor(const CallRules& rules);
  CallMonitor(const CallMonitor&) = delete;
  CallMonitor& operator=(const CallMonitor&) = delete;

  // Reads a body as it arrives.
  Result<Answer, JsonError> Read(ByteSource& body) const;

  // Counts a successful response. `sent` is when its request was sent. Does not
  // change what is known: if memory runs out, the response has not counted at
  // all.
  CountedPoll Count(Answer answer, const Moment& sent) const;
  // Applies the result of Count, which must follow from what is known now.
  void Commit(CountedPoll counted) noexcept;

  // The totals of all committed responses.
  const CallTotals& totals() const { return history_.tracker.totals(); }
  // The calls that are being followed.
  const std::vector<KnownCall>& calls() const {
    return history_.tracker.calls();
  }

 private:
  const CallRules rules_;
  const KeyedHash hash_;
  const TenantFilter tenants_;
  const TimeZone timezone_;
  CallHistory history_;
};

}  // namespace pitel
