#pragma once

#include <cstdint>
#include <vector>

#include "calls/leg_ages.h"
#include "calls/monitor_response.h"
#include "calls/rules.h"
#include "endpoint/keyed_hash.h"

namespace pitel {

// Shows that two legs, in one response or in successive ones, belong to one
// call or caller.
enum class IdentifierKind : std::uint8_t {
  kCallId,
  kPhone,      // without a call_id: its extension and call_time
  kCaller,     // a complete caller key
  kOneNumber,  // the only number of an incomplete caller key
};

// Whether it identifies one call for as long as the call lasts.
inline bool IsOfOneCall(IdentifierKind kind) {
  return kind == IdentifierKind::kCallId || kind == IdentifierKind::kPhone;
}

struct Identifier {
  std::uint64_t hash = 0;    // of kind and value; of numbers, with the tenant
  std::uint64_t tenant = 0;  // hash of its name
  std::uint32_t row = 0;     // index in MonitorResponse::rows
  IdentifierKind kind = IdentifierKind::kCallId;

  bool operator==(const Identifier&) const = default;
};

// The identifiers of all legs, by hash, tenant and row. A leg has at most one
// for its call and one for its caller's numbers. Only inbound legs that ring or
// talk and are not stale have the latter. `times` are those of the response's
// rows, `hash` the one that the response was read with.
std::vector<Identifier> IdentifyLegs(const MonitorResponse& response,
                                     const std::vector<LegTime>& times,
                                     const KeyedHash& hash,
                                     CallerKey caller_key);

}  // namespace pitel
