#pragma once

#include <chrono>
#include <cstdint>
#include <vector>

#include "base/clock.h"
#include "calls/call_groups.h"
#include "calls/leg_ages.h"
#include "calls/monitor_response.h"

namespace pitel {

// Someone who waits for an answer, however many phones ring for them.
struct RingingCaller {
  std::uint32_t tenant = 0;  // index in MonitorResponse::tenants
  std::chrono::nanoseconds age{};

  bool operator==(const RingingCaller&) const = default;
};

// The waiting callers: the backlog, without colleagues. `times` are those of
// the response's rows. `since` has the start of each group's followed call: a
// queue that offers a caller to one phone after another makes young legs, not a
// young caller. `now` is the time of the poll.
//
// Blind spots of the data: two callers from one number to one hotline are one;
// a customer who talks and calls again is hidden; anonymous callers with a
// call_id per phone count per phone; callers queued while no phone rings are
// invisible.
std::vector<RingingCaller> FindRingingCallers(
    const MonitorResponse& response, const std::vector<LegTime>& times,
    const CallGroups& groups, const std::vector<SteadyTime>& since,
    SteadyTime now);

}  // namespace pitel
