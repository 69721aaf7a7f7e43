#pragma once

#include <array>
#include <cstdint>

#include "base/clock.h"
#include "calls/call_totals.h"
#include "calls/row.h"

namespace pitel {

// A call that was seen and is not gone. It is kept from poll to poll; a million
// of them must fit into memory.
struct KnownCall {
  enum class Standing : std::uint8_t {
    kPending,  // not started yet: no complete response showed it ring or talk
    kStarted,
    kLost,     // its outcome can no longer be known
    kLeftOut,  // it may have begun before we looked
  };

  // When it began to ring, as far as known.
  SteadyTime start;
  // When it was answered; until it is seen oncall, the last time at which it
  // certainly was not.
  SteadyTime answer;
  SteadyTime last_seen;
  SteadyTime first_missed;        // first complete response without it since
  std::uint32_t tenant = 0;       // TenantTotals::id of its label when it began
  std::uint32_t absences = 0;     // complete responses, in a row
  std::uint16_t identifiers = 0;  // calls/known_identifiers.h counts them
  Direction direction = Direction::kUnknown;
  Standing standing : 2 = Standing::kPending;
  bool was_oncall : 1 = false;
  bool is_ghost : 1 = false;          // all its legs were stale when last seen
  bool in_last_complete : 1 = false;  // the last complete response showed it

  // The caller's numbers identify a call until somebody talks to the caller.
  bool known_by_numbers() const { return !was_oncall && !is_ghost; }
};
static_assert(sizeof(KnownCall) <= 48);

// What one response shows of a call.
struct Sighting {
  // Of the leg furthest along that is not stale; kIdle if all are stale.
  CallState state = CallState::kIdle;
  bool seen = false;
  Direction direction = Direction::kUnknown;  // of the leg in that state
};

// The response that calls are compared with.
struct ComparedResponse {
  SteadyTime time;  // when its request was sent
  bool complete = true;
  // New calls may have been there before: the first complete response, the
  // first after a gap, or one with more calls than are followed.
  bool opening = false;
  // So late that a call may have ended and another with its identifiers begun.
  bool after_gap = false;
  // A call is gone after this many absences in a row.
  std::uint32_t gone_after = 1;
};

// Updates a call that the response shows: it may have started, been answered or
// been lost. `totals` are those of the call's tenant.
void Observe(const Sighting& sighting, const ComparedResponse& response,
             KnownCall& call, TenantTotals& totals);

// Updates a call that the response does not show; returns whether it is gone
// now. If it was answered, its duration is added to `durations`.
bool Miss(const ComparedResponse& response, KnownCall& call,
          TenantTotals& totals,
          std::array<HistogramValue, kDirections>& durations);

}  // namespace pitel
