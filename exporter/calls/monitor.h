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

// What successive answers of one target's /v3/monitor mean. Belongs to the
// target's poll thread.
class CallMonitor {
 public:
  // `rules` were validated by the configuration.
  explicit CallMonitor(const CallRules& rules);
  CallMonitor(const CallMonitor&) = delete;
  CallMonitor& operator=(const CallMonitor&) = delete;

  // Reads a body as it arrives. Changes nothing of what is known: only Count
  // does, once the transport has said that the answer was whole.
  Result<Answer, JsonError> Read(ByteSource& body) const;

  // Counts a good answer. `sent` is when its request was.
  CallSnapshot Count(Answer answer, const Moment& sent);

  // What became of the calls of all answers so far.
  const CallTotals& totals() const { return tracker_.totals(); }
  // The calls that are being followed.
  const std::vector<KnownCall>& calls() const { return tracker_.calls(); }

 private:
  const CallRules rules_;
  const KeyedHash hash_;
  const TenantFilter tenants_;
  const TimeZone timezone_;
  LegAges ages_;
  Folding folding_;
  CallTracker tracker_;
  std::size_t last_rows_ = 0;
};

}  // namespace pitel
