#include "simulator/switchboard.h"

#include <algorithm>
#include <numeric>

namespace pitel::simulation {

Switchboard::Switchboard(const Directory& directory,
                         const Parameters& parameters)
    : directory_(directory),
      parameters_(parameters),
      truth_(directory.tenants().size(), parameters.keep_finished_calls),
      order_(directory.extensions()),
      place_(directory.extensions()) {
  board_.first_leg.assign(directory.extensions(), kNone);
  board_.server_is_up.assign(directory.servers().size(), 1);
  std::iota(order_.begin(), order_.end(), 0);
  std::iota(place_.begin(), place_.end(), 0);
  for (const Tenant& tenant : directory.tenants()) {
    idle_count_.push_back(tenant.size);
  }
}

std::uint32_t Switchboard::Begin(const TrueCall& truth) {
  if (free_calls_.empty()) {
    free_calls_.push_back(static_cast<std::uint32_t>(calls_.size()));
    calls_.emplace_back();
  }
  const std::uint32_t slot = free_calls_.back();
  free_calls_.pop_back();
  Call fresh;
  fresh.truth = truth;
  fresh.truth.id = ++calls_begun_;
  fresh.live = true;
  fresh.generation = calls_[slot].generation;
  fresh.legs.swap(calls_[slot].legs);  // empty, but with its storage
  calls_[slot] = std::move(fresh);
  return slot;
}

std::uint64_t Switchboard::NewCallId(std::uint32_t call) {
  TrueCall& truth = calls_[call].truth;
  return Mix(Mix(parameters_.seed ^ 0xca11, truth.id), ++truth.call_ids);
}

std::uint32_t Switchboard::NewLeg(std::uint32_t extension) {
  if (free_legs_.empty()) {
    free_legs_.push_back(static_cast<std::uint32_t>(board_.legs.size()));
    board_.legs.emplace_back();
  }
  const std::uint32_t leg = free_legs_.back();
  free_legs_.pop_back();
  board_.legs[leg].extension = extension;
  board_.legs[leg].next = board_.first_leg[extension];
  board_.first_leg[extension] = leg;
  return leg;
}

std::uint32_t Switchboard::Connect(std::uint32_t slot, std::uint32_t extension,
                                   std::uint64_t call_id, LegState state,
                                   Time now) {
  const std::uint32_t index = NewLeg(extension);
  Call& call = calls_[slot];
  Leg& leg = board_.legs[index];
  leg.call = slot;
  leg.server = call.truth.server;
  leg.call_id = call_id;
  leg.call_time = now;
  leg.from = call.from;
  leg.to = call.to;
  leg.state = state;
  leg.direction = call.truth.direction;
  leg.numbers = call.numbers;
  call.legs.push_back(index);
  ++call.truth.rows;
  UpdateIdle(call.truth.tenant, extension);
  if (call.phase == Phase::kWaiting) call.phase = Phase::kRinging;
  if (call.phase == Phase::kRinging) call.call_id = call_id;
  if (call.truth.start == kNever) {
    call.truth.start = now;
    truth_.Started(call.truth);
  }
  return index;
}

void Switchboard::SetOncall(std::uint32_t leg, Time now) {
  board_.legs[leg].state = LegState::kOncall;
  if (parameters_.quirks.call_time_moves_on_answer) {
    board_.legs[leg].call_time = now;
  }
}

void Switchboard::Disconnect(std::uint32_t slot, std::uint32_t leg) {
  Call& call = calls_[slot];
  std::erase(call.legs, leg);
  const std::uint32_t extension = board_.legs[leg].extension;
  Release(leg);
  UpdateIdle(call.truth.tenant, extension);
  if (call.legs.empty() && call.phase == Phase::kRinging) {
    call.phase = Phase::kWaiting;
  }
}

void Switchboard::DisconnectAll(std::uint32_t call) {
  while (!calls_[call].legs.empty()) {
    Disconnect(call, calls_[call].legs.back());
  }
}

void Switchboard::Answer(std::uint32_t slot, std::uint32_t leg, Time now) {
  Call& call = calls_[slot];
  const bool local = call.truth.direction == Direction::kLocal;
  for (std::size_t i = call.legs.size(); i-- > 0;) {
    const std::uint32_t each = call.legs[i];
    if (local || each == leg) {
      SetOncall(each, now);
    } else {
      Disconnect(slot, each);
    }
  }
  call.handler = leg;
  call.call_id = board_.legs[leg].call_id;
  call.phase = Phase::kTalking;
  call.truth.answer = now;
  truth_.Answered(call.truth);
}

void Switchboard::TakeOver(std::uint32_t slot, Time now) {
  Call& call = calls_[slot];
  Disconnect(slot, call.handler);
  SetOncall(call.transferee, now);
  call.handler = call.transferee;
  call.call_id = board_.legs[call.handler].call_id;
  call.transferee = kNone;
  call.truth.transferred = true;
}

void Switchboard::End(std::uint32_t slot, EndCause cause, Time now) {
  Call& call = calls_[slot];
  if (cause == EndCause::kCrash) {
    for (const std::uint32_t leg : call.legs) {
      board_.legs[leg].call = kNone;
      UpdateIdle(call.truth.tenant, board_.legs[leg].extension);
    }
    call.legs.clear();
  } else {
    DisconnectAll(slot);
  }
  call.truth.end = now;
  call.truth.cause = cause;
  truth_.Finished(call.truth);
  call.live = false;
  ++call.generation;
  free_calls_.push_back(slot);
}

void Switchboard::Release(std::uint32_t index) {
  Leg& leg = board_.legs[index];
  std::uint32_t* link = &board_.first_leg[leg.extension];
  while (*link != index) link = &board_.legs[*link].next;
  *link = leg.next;
  leg = Leg{};
  free_legs_.push_back(index);
}

void Switchboard::UpdateIdle(std::uint32_t tenant, std::uint32_t extension) {
  const bool is_idle = IsIdle(extension);
  const std::uint32_t first = directory_.tenants()[tenant].first;
  std::uint32_t& idle = idle_count_[tenant];
  const bool was_idle = place_[extension] < first + idle;
  if (was_idle == is_idle) return;
  const std::uint32_t border = was_idle ? first + --idle : first + idle++;
  const std::uint32_t other = order_[border];
  std::swap(order_[border], order_[place_[extension]]);
  std::swap(place_[other], place_[extension]);
}

// A phone with a ghost can still ring.
bool Switchboard::IsIdle(std::uint32_t extension) const {
  std::uint32_t leg = board_.first_leg[extension];
  while (leg != kNone && board_.legs[leg].call == kNone) {
    leg = board_.legs[leg].next;
  }
  return leg == kNone;
}

std::uint32_t Switchboard::AnyIdle(std::uint32_t tenant, Random& random) const {
  if (idle_count_[tenant] == 0) return kNone;
  return order_[directory_.tenants()[tenant].first +
                random.Below(idle_count_[tenant])];
}

}  // namespace pitel::simulation
