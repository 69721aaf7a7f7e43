#include "calls/ringing_callers.h"

#include <algorithm>

namespace pitel {
namespace {

// What the inbound legs of one group show, without stale ones.
struct InboundLegs {
  bool ring = false;
  bool talk = false;  // the caller is being served
  std::uint32_t tenant = 0;
  std::chrono::nanoseconds age{};  // of the oldest that rings
};

}  // namespace

std::vector<RingingCaller> FindRingingCallers(
    const MonitorResponse& response, const std::vector<LegTime>& times,
    const CallGroups& groups, const std::vector<SteadyTime>& since,
    SteadyTime now) {
  std::vector<InboundLegs> callers(groups.count);
  for (std::size_t i = 0; i < response.rows.size(); ++i) {
    const CallRow& row = response.rows[i];
    if (!row.is_leg() || row.direction != Direction::kInbound ||
        times[i].stale) {
      continue;
    }
    InboundLegs& legs = callers[groups.of_row[i]];
    if (row.state == CallState::kOncall) legs.talk = true;
    if (row.state != CallState::kRinging || row.from_colleague) continue;
    legs.ring = true;
    legs.tenant = row.tenant;
    legs.age = std::max(legs.age, times[i].age);
  }
  std::vector<RingingCaller> ringing;
  for (std::size_t i = 0; i < callers.size(); ++i) {
    const InboundLegs& legs = callers[i];
    if (!legs.ring || legs.talk) continue;
    ringing.push_back({legs.tenant, std::max(legs.age, now - since[i])});
  }
  return ringing;
}

}  // namespace pitel
