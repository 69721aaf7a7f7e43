// The configuration of the counting of calls, for one target.
#pragma once

#include <chrono>
#include <cstddef>

#include "calls/row.h"
#include "endpoint/tenant_filter.h"
#include "endpoint/timestamp.h"

namespace pitel {

// The numbers by which two ringing legs belong to one caller.
enum class CallerKey {
  kPair,     // cid_num and b_cid_num together
  kCidNum,   // cid_num alone
  kBCidNum,  // b_cid_num alone
  kCallId,   // no number: only call_ids join
};

// Values beyond a limit are folded into `_other`.
struct LabelLimits {
  std::size_t tenants = 1000;
  std::size_t servers = 200;
  std::size_t tenant_server_pairs = 200'000;

  bool operator==(const LabelLimits&) const = default;
};

struct CallRules {
  std::chrono::nanoseconds stale_ringing_after = std::chrono::minutes(5);
  std::chrono::nanoseconds stale_oncall_after = std::chrono::hours(4);
  // Of a leg with a call_id and an empty call_state: kUnknown or kRinging.
  CallState empty_state = CallState::kUnknown;
  CallerKey caller_key = CallerKey::kPair;
  std::chrono::nanoseconds interval = std::chrono::seconds(10);  // of polls
  std::chrono::nanoseconds grace = std::chrono::seconds(30);
  std::chrono::nanoseconds series_ttl = std::chrono::hours(24);
  LabelLimits limits;
  std::size_t tracked_calls = 1'000'000;
  TenantFilter tenants;
  TimeZone timezone{std::chrono::hours(7)};  // of a call_time without one
  ZoneChoice call_time_zone = ZoneChoice::kStated;

  bool operator==(const CallRules&) const = default;
};

}  // namespace pitel
