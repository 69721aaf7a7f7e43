#pragma once

#include <chrono>
#include <cstdint>
#include <vector>

#include "calls/answer.h"
#include "calls/leg_ages.h"
#include "calls/rules.h"

namespace pitel {

// Someone who waits for an answer, however many phones ring for them.
struct RingingCaller {
  std::uint32_t tenant = 0;        // index in Answer::tenants
  std::chrono::nanoseconds age{};  // of the oldest leg

  bool operator==(const RingingCaller&) const = default;
};

// The callers who wait: the backlog. `times` are those of the answer's rows.
//
// Blind spots, which come with the data: two callers from one number to one
// hotline are one; a customer who talks and calls again is hidden; anonymous
// callers with a call_id per phone count per phone; callers queued while no
// phone rings are invisible.
std::vector<RingingCaller> FindRingingCallers(const Answer& answer,
                                              const std::vector<LegTime>& times,
                                              CallerKey caller_key);

}  // namespace pitel
