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

// What is known of a target's calls after some responses. A value.
struct CallHistory {
  LegAges ages;
  Folding folding;
  CallTracker tracker;
  std::size_t last_rows = 0;
};

// A response that was counted and not taken over yet.
struct CountedPoll {
  CallSnapshot snapshot;
  CallHistory next;

  // What became of the calls of all responses, this one included.
  const CallTotals& totals() const { return next.tracker.totals(); }
};

// What successive responses of one target's /v3/monitor mean. Belongs to the
// target's poll thread.
class CallMonitor {
 public:
  // `rules` were validated by the configuration.
  explicit CallMonitor(const CallRules& rules);
  CallMonitor(const CallMonitor&) = delete;
  CallMonitor& operator=(const CallMonitor&) = delete;

  // Reads a body as it arrives.
  Result<Answer, JsonError> Read(ByteSource& body) const;

  // Works out what a successful response means. `sent` is when its request was.
  // Changes nothing of what is known: should memory run out on the way, the
  // response has not counted at all.
  CountedPoll Count(Answer answer, const Moment& sent) const;
  // Takes over what Count worked out from what is known now.
  void Commit(CountedPoll counted) noexcept;

  // What became of the calls of all responses so far.
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
