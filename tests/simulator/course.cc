// The course of a call, from its first ring to its end. Every outcome is drawn
// together with its alternative, so that a call always has one of these
// planned: an offer, the end of one, an answer or a hang-up; and besides at
// most a caller's patience, a transfer and a listener.
#include <algorithm>

#include "simulator/world.h"

namespace pitel::simulation {

void World::RingOne(std::uint32_t call, std::uint32_t extension) {
  const Tenant& tenant =
      directory_.tenants()[switchboard_.At(call).truth.tenant];
  switchboard_.At(call).to = Directory::NumberOf(tenant, extension);
  if (!Takes(call, extension)) {
    return switchboard_.End(call, EndCause::kBusy, now_);
  }
  switchboard_.Connect(call, extension, switchboard_.NewCallId(call),
                       LegState::kRinging, now_);
  PlanOutcome(call, parameters_.inbound_answered);
}

void World::RingGroup(std::uint32_t call, const Group& group) {
  switchboard_.At(call).to = group.number;
  std::uint64_t call_id = 0;
  for (std::uint32_t i = 0; i < group.size; ++i) {
    if (!Takes(call, group.first + i)) continue;
    if (call_id == 0 || group.own_call_ids) {
      call_id = switchboard_.NewCallId(call);
    }
    switchboard_.Connect(call, group.first + i, call_id, LegState::kRinging,
                         now_);
  }
  if (call_id == 0) return switchboard_.End(call, EndCause::kBusy, now_);
  PlanOutcome(call, parameters_.inbound_answered);
}

void World::PlanOutcome(std::uint32_t call, double answered) {
  Random& random = RandomOf(call);
  const TrueCall& truth = switchboard_.At(call).truth;
  const bool nobody_picks_up =
      truth.direction == Direction::kInbound &&
      directory_.tenants()[truth.tenant].voicemail_only;
  if (!nobody_picks_up && random.Chance(answered)) {
    Plan(std::min(random.Weibull(parameters_.ring_mean, parameters_.ring_shape),
                  parameters_.ring_longest),
         EventKind::kAnswer, call);
  } else {
    Plan(std::min(random.Exponential(parameters_.give_up_mean),
                  parameters_.ring_longest),
         EventKind::kGiveUp, call);
  }
}

void World::EnterQueue(std::uint32_t call, std::uint32_t queue) {
  const Tenant& tenant =
      directory_.tenants()[switchboard_.At(call).truth.tenant];
  Random& random = RandomOf(call);
  Call& member = switchboard_.At(call);
  member.queue = queue;
  member.truth.queue = queue;
  if (member.joined == kNever) {
    member.joined = now_;
    member.member = Mix(parameters_.seed ^ 0x9e0e, member.truth.id);
  }
  switchboard_.Joined(call);
  switchboard_.At(call).to = tenant.queues[queue].number;
  switchboard_.At(call).next_member = random.Below(tenant.queues[queue].size);
  Plan(random.Exponential(parameters_.patience_mean), EventKind::kGiveUp, call);
  Offer(call);
}

// To the next phone that is idle; if there is none, again later.
void World::Offer(std::uint32_t slot) {
  Call& call = switchboard_.At(slot);
  Random& random = RandomOf(slot);
  const Tenant& tenant = directory_.tenants()[call.truth.tenant];
  const Group& queue = tenant.queues[call.queue];
  std::uint32_t tried = 0;
  std::uint32_t phone = kNone;
  while (phone == kNone && tried++ < queue.size) {
    const std::uint32_t next = queue.first + call.next_member++ % queue.size;
    if (Takes(slot, next)) phone = next;
  }
  if (phone == kNone) {
    return Plan(random.Exponential(parameters_.offer_gap_mean),
                EventKind::kOffer, slot);
  }
  const std::uint64_t call_id = queue.own_call_ids || call.truth.call_ids == 0
                                    ? switchboard_.NewCallId(slot)
                                    : switchboard_.At(slot).call_id;
  switchboard_.Connect(slot, phone, call_id, LegState::kRinging, now_);
  if (!tenant.voicemail_only && random.Chance(parameters_.offer_answered)) {
    Plan(std::min(random.Weibull(parameters_.offer_ring_mean,
                                 parameters_.ring_shape),
                  parameters_.offer_longest),
         EventKind::kAnswer, slot);
  } else {
    Plan(parameters_.offer_longest, EventKind::kOfferEnd, slot);
  }
}

void World::Answer(std::uint32_t slot) {
  const Call& call = switchboard_.At(slot);
  Random& random = RandomOf(slot);
  const auto legs = static_cast<std::uint32_t>(call.legs.size());
  switchboard_.Answer(slot, call.legs[random.Below(legs)], now_);
  const Duration talk =
      std::min(random.Lognormal(parameters_.talk_mean, parameters_.talk_sigma),
               parameters_.talk_longest);
  Plan(talk, EventKind::kHangUp, slot);
  if (call.truth.direction == Direction::kLocal) return;
  const auto moment = [&] {
    return Duration(static_cast<std::int64_t>(
        static_cast<double>(talk.count()) * random.Uniform()));
  };
  if (random.Chance(parameters_.transferred)) {
    Plan(moment(), EventKind::kTransfer, slot);
  }
  if (random.Chance(parameters_.listened_to)) {
    Plan(moment(), EventKind::kListen, slot);
  }
}

// A caller's patience that ends after the call was answered is ignored.
void World::GiveUp(std::uint32_t slot) {
  const Call& call = switchboard_.At(slot);
  if (call.phase == Phase::kTalking) return;
  const TrueCall& truth = call.truth;
  Random& random = RandomOf(slot);
  if (truth.direction == Direction::kInbound && !truth.injected &&
      random.Chance(parameters_.redials)) {
    agenda_.Plan(now_ + random.Exponential(parameters_.redial_mean),
                 EventKind::kRedial, truth.tenant, call.from);
  }
  if (call.queue != kNone) LeaveQueue(call);
  switchboard_.End(slot, EndCause::kGaveUp, now_);
}

// An attended transfer: the first phone talks until the other one picks up.
void World::Transfer(std::uint32_t slot) {
  Random& random = RandomOf(slot);
  const std::uint32_t phone =
      switchboard_.AnyIdle(switchboard_.At(slot).truth.tenant, random);
  if (phone == kNone) return;
  const bool new_call_id =
      random.Chance(parameters_.quirks.transfers_with_new_call_id);
  const std::uint64_t call_id = new_call_id ? switchboard_.NewCallId(slot)
                                            : switchboard_.At(slot).call_id;
  const std::uint32_t leg =
      switchboard_.Connect(slot, phone, call_id, LegState::kRinging, now_);
  switchboard_.At(slot).transferee = leg;
  Plan(std::min(random.Weibull(parameters_.transfer_ring_mean,
                               parameters_.ring_shape),
                parameters_.ring_longest),
       EventKind::kTransferred, slot);
}

void World::Listen(std::uint32_t slot) {
  Random& random = RandomOf(slot);
  const std::uint32_t phone =
      switchboard_.AnyIdle(switchboard_.At(slot).truth.tenant, random);
  if (phone == kNone) return;
  const bool own_call_id =
      random.Chance(parameters_.quirks.listeners_with_own_call_id);
  const std::uint64_t call_id = own_call_id ? switchboard_.NewCallId(slot)
                                            : switchboard_.At(slot).call_id;
  Call& call = switchboard_.At(slot);
  call.listener =
      switchboard_.Connect(slot, phone, call_id, LegState::kOncall, now_);
  call.truth.listened_to = true;
  Plan(random.Exponential(parameters_.listen_mean), EventKind::kListenEnd,
       slot);
}

void World::StopListening(std::uint32_t slot) {
  switchboard_.Disconnect(slot, switchboard_.At(slot).listener);
}

}  // namespace pitel::simulation
