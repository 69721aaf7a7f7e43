#include "simulator/world.h"

#include <algorithm>

#include "simulator/rhythm.h"

namespace pitel::simulation {
namespace {

constexpr double kHolidayShare = 0.05;  // of the calls of an ordinary day

}  // namespace

World::World(const Parameters& parameters)
    : parameters_(parameters),
      directory_(parameters_),
      switchboard_(directory_, parameters_),
      outages_(parameters.servers),
      busy_until_(directory_.tenants().size(), parameters.begin),
      now_(parameters.begin) {
  for (std::uint32_t i = 0; i < directory_.tenants().size(); ++i) {
    random_.emplace_back(Mix(parameters.seed ^ 0x3a4d, i));
    PlanArrival(i);
  }
}

void World::AdvanceTo(Time time) {
  while (agenda_.HasUntil(time)) {
    const Event event = agenda_.TakeFirst();
    now_ = std::max(now_, event.time);
    Happen(event);
  }
  now_ = std::max(now_, time);
}

void World::Happen(const Event& event) {
  switch (event.kind) {
    case EventKind::kArrival:
      Arrive(event.subject);
      PlanArrival(event.subject);
      break;
    case EventKind::kRedial:
      CallIn(event.subject, event.detail);
      break;
    case EventKind::kRejoin:
      Rejoin(event.subject, event.detail);
      break;
    case EventKind::kGhostGone:
      switchboard_.RemoveGhost(event.subject);
      break;
    case EventKind::kServerUp:
      if (outages_[event.subject] == event.detail) {
        switchboard_.SetServer(event.subject, true);
      }
      break;
    default:
      if (switchboard_.At(event.subject).generation == event.detail) {
        HappenToCall(event);
      }
  }
}

void World::HappenToCall(const Event& event) {
  switch (event.kind) {
    case EventKind::kOffer:
      return Offer(event.subject);
    case EventKind::kOfferEnd:
      switchboard_.DisconnectAll(event.subject);
      return Plan(
          RandomOf(event.subject).Exponential(parameters_.offer_gap_mean),
          EventKind::kOffer, event.subject);
    case EventKind::kAnswer:
      return Answer(event.subject);
    case EventKind::kGiveUp:
      return GiveUp(event.subject);
    case EventKind::kTransfer:
      return Transfer(event.subject);
    case EventKind::kTransferred:
      return switchboard_.TakeOver(event.subject, now_);
    case EventKind::kListen:
      return Listen(event.subject);
    case EventKind::kListenEnd:
      return StopListening(event.subject);
    case EventKind::kHangUp:
      return switchboard_.End(event.subject, EndCause::kHungUp, now_);
    default:
      return;
  }
}

// Arrivals are a Poisson process at the rate of the busiest hour, thinned by
// the rhythm.
void World::PlanArrival(std::uint32_t tenant) {
  const double per_hour =
      parameters_.calls_per_extension_hour * directory_.tenants()[tenant].size;
  if (per_hour <= 0) return;
  const Duration mean(
      std::max<std::int64_t>(1, static_cast<std::int64_t>(3.6e9 / per_hour)));
  agenda_.Plan(now_ + random_[tenant].Exponential(mean), EventKind::kArrival,
               tenant);
}

void World::Arrive(std::uint32_t tenant) {
  Random& random = random_[tenant];
  if (parameters_.rhythm &&
      !random.Chance(Rhythm(now_, parameters_.utc_offset))) {
    return;
  }
  if (now_ < holiday_until_ && !random.Chance(kHolidayShare)) return;
  const double share = random_[tenant].Uniform();
  if (share < parameters_.inbound) {
    CallIn(tenant, std::nullopt);
  } else if (share < parameters_.inbound + parameters_.outbound) {
    CallOut(tenant);
  } else {
    CallLocally(tenant);
  }
}

// Empty if none of the tenant's servers is up.
std::optional<std::uint32_t> World::Begin(std::uint32_t tenant,
                                          Direction direction) {
  const auto& servers = directory_.tenants()[tenant].servers;
  const std::uint32_t choice = random_[tenant].Chance(0.3) ? 1 : 0;
  TrueCall truth;
  truth.tenant = tenant;
  truth.direction = direction;
  truth.arrival = now_;
  truth.server = servers[choice];
  if (!board().server_is_up[truth.server]) truth.server = servers[1 - choice];
  if (!board().server_is_up[truth.server]) return std::nullopt;
  return switchboard_.Begin(truth);
}

void World::CallIn(std::uint32_t tenant_index,
                   std::optional<std::uint32_t> customer) {
  const auto slot = Begin(tenant_index, Direction::kInbound);
  if (!slot) return;
  const Tenant& tenant = directory_.tenants()[tenant_index];
  Random& random = random_[tenant_index];
  Call& call = switchboard_.At(*slot);
  call.from = customer ? *customer : random.Below(kCustomers);
  call.truth.customer = call.from;
  const Quirks& quirks = parameters_.quirks;
  double share = random.Uniform();
  if ((share -= quirks.no_hotline) < 0) {
    call.numbers = Numbers::kNoHotline;
  } else if ((share -= quirks.extension_as_hotline) < 0) {
    call.numbers = Numbers::kExtensionAsHotline;
  } else if ((share -= quirks.anonymous) < 0) {
    call.numbers = Numbers::kAnonymous;
    call.truth.anonymous = true;
  }
  share = random.Uniform();
  if ((share -= parameters_.to_extension) < 0) {
    RingOne(*slot, tenant.first + random.Below(tenant.size));
  } else if ((share -= parameters_.to_ring_group) < 0) {
    const auto groups = static_cast<std::uint32_t>(tenant.ring_groups.size());
    RingGroup(*slot, tenant.ring_groups[random.Below(groups)]);
  } else {
    const auto queues = static_cast<std::uint32_t>(tenant.queues.size());
    EnterQueue(*slot, random.Below(queues));
  }
}

void World::CallOut(std::uint32_t tenant) {
  const std::uint32_t phone = switchboard_.AnyIdle(tenant, random_[tenant]);
  if (phone == kNone) return;  // nobody is free to dial
  const auto slot = Begin(tenant, Direction::kOutbound);
  if (!slot) return;
  Call& call = switchboard_.At(*slot);
  call.from = random_[tenant].Below(kCustomers);
  call.truth.customer = call.from;
  switchboard_.Connect(*slot, phone, switchboard_.NewCallId(*slot),
                       LegState::kRinging, now_);
  PlanOutcome(*slot, parameters_.outbound_answered);
}

void World::CallLocally(std::uint32_t tenant_index) {
  Random& random = random_[tenant_index];
  const Tenant& tenant = directory_.tenants()[tenant_index];
  const std::uint32_t caller = switchboard_.AnyIdle(tenant_index, random);
  const std::uint32_t callee = switchboard_.AnyIdle(tenant_index, random);
  if (caller == kNone || caller == callee) return;
  const auto slot = Begin(tenant_index, Direction::kLocal);
  if (!slot) return;
  Call& call = switchboard_.At(*slot);
  call.from = Directory::NumberOf(tenant, caller);
  call.to = Directory::NumberOf(tenant, callee);
  const std::uint64_t first = switchboard_.NewCallId(*slot);
  const std::uint64_t second =
      tenant.local_own_call_ids ? switchboard_.NewCallId(*slot) : first;
  switchboard_.Connect(*slot, caller, first, LegState::kRinging, now_);
  switchboard_.Connect(*slot, callee, second, LegState::kRinging, now_);
  PlanOutcome(*slot, parameters_.local_answered);
}

std::vector<LiveCall> World::LiveCalls() const {
  std::vector<LiveCall> live;
  for (const Call& call : switchboard_.calls()) {
    if (call.live) live.push_back({call.truth, call.phase});
  }
  return live;
}

bool World::Takes(std::uint32_t call, std::uint32_t extension) {
  const std::uint32_t tenant = switchboard_.At(call).truth.tenant;
  return now_ >= busy_until_[tenant] && switchboard_.IsIdle(extension);
}

void World::Plan(Duration delay, EventKind kind, std::uint32_t call) {
  agenda_.Plan(now_ + delay, kind, call, switchboard_.At(call).generation);
}

Random& World::RandomOf(std::uint32_t call) {
  return random_[switchboard_.At(call).truth.tenant];
}

}  // namespace pitel::simulation
