// The queues of the world, as the API lists them: callers who wait or talk, and
// those who gave up within the last minute.
#include <algorithm>

#include "simulator/world.h"

namespace pitel::simulation {

std::vector<QueueMember> World::QueueMembers() const {
  std::vector<QueueMember> members;
  for (const Call& call : switchboard_.calls()) {
    if (call.live && call.queue != kNone) members.push_back(MemberOf(call));
  }
  for (const Abandoned& abandoned : abandoned_) {
    if (IsListed(abandoned)) members.push_back(abandoned.member);
  }
  return members;
}

QueueMember World::MemberOf(const Call& call) const {
  QueueMember member;
  member.tenant = call.truth.tenant;
  member.queue = call.queue;
  member.key = call.member;
  member.customer = call.from;
  member.joined = call.joined;
  member.rejoined = call.rejoined;
  member.abandoned = call.abandoned;
  member.bridged = call.truth.answer;
  if (call.phase == Phase::kTalking) {
    member.status = QueueStatus::kAnswered;
    member.agent = board().legs[call.handler].extension;
  } else if (call.phase == Phase::kRinging) {
    member.status = QueueStatus::kTrying;
    member.agent = board().legs[call.legs.back()].extension;
  }
  return member;
}

bool World::IsListed(const Abandoned& abandoned) const {
  return now_ - abandoned.member.abandoned < parameters_.abandoned_listed;
}

void World::LeaveQueue(const Call& call) {
  std::erase_if(abandoned_, [this](const Abandoned& abandoned) {
    return !IsListed(abandoned);
  });
  Abandoned abandoned{MemberOf(call), ++abandoned_so_far_};
  abandoned.member.status = QueueStatus::kAbandoned;
  abandoned.member.agent = kNone;
  abandoned.member.abandoned = now_;
  abandoned_.push_back(abandoned);
  Random& random = random_[call.truth.tenant];
  if (parameters_.rejoins > 0 && random.Chance(parameters_.rejoins)) {
    agenda_.Plan(now_ + random.Exponential(parameters_.rejoin_mean),
                 EventKind::kRejoin, call.truth.tenant, abandoned.number);
  }
}

void World::Rejoin(std::uint32_t tenant, std::uint32_t number) {
  const auto found = std::ranges::find_if(
      abandoned_,
      [number](const Abandoned& other) { return other.number == number; });
  if (found == abandoned_.end() || !IsListed(*found)) return;
  const QueueMember member = found->member;
  const auto slot = Begin(tenant, Direction::kInbound);
  if (!slot) return;
  abandoned_.erase(found);
  Call& call = switchboard_.At(*slot);
  call.from = member.customer;
  call.truth.customer = member.customer;
  call.truth.rejoined = true;
  call.member = member.key;
  call.joined = member.joined;
  call.abandoned = member.abandoned;
  call.rejoined = now_;
  EnterQueue(*slot, member.queue);
}

}  // namespace pitel::simulation
