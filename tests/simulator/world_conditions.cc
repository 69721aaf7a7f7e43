// Conditions that are imposed on the world.
#include <algorithm>

#include "simulator/world.h"

namespace pitel::simulation {

void World::StartBacklog(std::uint32_t tenant_index, std::uint32_t callers,
                         std::uint32_t phones, Duration duration) {
  const Tenant& tenant = directory_.tenants()[tenant_index];
  Random& random = random_[tenant_index];
  std::uint32_t next = 0;
  for (std::uint32_t i = 0; i < callers; ++i) {
    const auto slot = Begin(tenant_index, Direction::kInbound);
    if (!slot) return;
    Call& call = switchboard_.At(*slot);
    call.truth.injected = true;
    call.from = random.Below(kCustomers);
    call.to = tenant.ring_groups.front().number;
    const std::uint64_t call_id = switchboard_.NewCallId(*slot);
    for (std::uint32_t n = 0; n < std::min(phones, tenant.size); ++n) {
      switchboard_.Connect(*slot, tenant.first + next++ % tenant.size, call_id,
                           LegState::kRinging, now_);
    }
    Plan(duration, EventKind::kGiveUp, *slot);
  }
}

void World::StartHoliday(Duration duration) {
  holiday_until_ = now_ + duration;
}

void World::MakeBusy(std::uint32_t tenant, Duration duration) {
  busy_until_[tenant] = now_ + duration;
}

std::uint64_t World::CrashServer(std::uint32_t server, Duration outage,
                                 Duration ghosts_longest) {
  std::uint64_t ghosts = 0;
  switchboard_.SetServer(server, false);
  agenda_.Plan(now_ + outage, EventKind::kServerUp, server, ++outages_[server]);
  for (std::uint32_t slot = 0; slot < switchboard_.calls().size(); ++slot) {
    const Call& call = switchboard_.At(slot);
    if (!call.live || call.truth.server != server) continue;
    for (const std::uint32_t leg : call.legs) {
      const double part = 0.5 + RandomOf(slot).Uniform() / 2;
      agenda_.Plan(
          now_ + Duration(static_cast<std::int64_t>(
                     part * static_cast<double>(ghosts_longest.count()))),
          EventKind::kGhostGone, leg);
      ++ghosts;
    }
    switchboard_.End(slot, EndCause::kCrash, now_);
  }
  return ghosts;
}

std::uint64_t World::GhostRows() const {
  return static_cast<std::uint64_t>(std::count_if(
      board().legs.begin(), board().legs.end(), [](const Leg& leg) {
        return leg.extension != kNone && leg.call == kNone;
      }));
}

}  // namespace pitel::simulation
