#include "accuracy/onlooker.h"

#include <algorithm>

namespace pitel::accuracy {
namespace {

using simulation::Direction;
using simulation::LiveCall;
using simulation::Phase;
using simulation::TrueCall;

double SecondsBetween(Time begin, Time end) {
  return std::chrono::duration<double>(end - begin).count();
}

Time Middle(Time begin, Time end) { return begin + (end - begin) / 2; }

}  // namespace

Onlooker::Onlooker(const World& world, int gone_after)
    : world_(world),
      gone_after_(gone_after),
      tenants_(world.directory().tenants().size()) {}

void Onlooker::Look() {
  for (const LiveCall& live : world_.LiveCalls()) {
    if (live.phase != Phase::kWaiting) See(live);
  }
  for (auto entry = calls_.begin(); entry != calls_.end();) {
    if (entry->second.last_seen != world_.now() && Miss(entry->second)) {
      gone_.insert(entry->first);
      entry = calls_.erase(entry);
    } else {
      ++entry;
    }
  }
  looked_ = true;
  last_look_ = world_.now();
}

std::uint64_t Onlooker::Recognise(const TrueCall& call) {
  if (calls_.contains(call.id) || call.direction != Direction::kInbound) {
    return call.id;
  }
  if (const auto known = again_.find(call.id); known != again_.end()) {
    return known->second;
  }
  auto& last = callers_[{call.tenant, call.customer}];
  const auto known = calls_.find(last);
  if (known != calls_.end() && !known->second.answered) {
    again_[call.id] = last;
    ++called_again_;
  } else {
    last = call.id;
  }
  return last;
}

void Onlooker::See(const LiveCall& live) {
  const std::uint64_t id = Recognise(live.call);
  const auto [entry, is_new] = calls_.try_emplace(id);
  Sighting& call = entry->second;
  if (is_new) {
    call.tenant = live.call.tenant;
    call.direction = live.call.direction;
    const bool is_back = gone_.contains(id);
    if (is_back) ++returned_;
    call.started = looked_ && !is_back;
    // A call_time states whole seconds.
    call.start = std::chrono::floor<std::chrono::seconds>(live.call.start);
    call.not_answered = last_look_;
    if (call.started) {
      ++counted_.started;
      ++tenants_[call.tenant].started[static_cast<std::size_t>(call.direction)];
    }
  }
  call.missed = 0;
  call.last_seen = world_.now();
  if (live.phase == Phase::kRinging) {
    call.not_answered = world_.now();
  } else if (!call.answered) {
    if (is_new && call.started) ++first_seen_oncall_;
    Answer(call);
  }
}

void Onlooker::Answer(Sighting& call) {
  call.answered = true;
  if (!call.started) return;
  ++counted_.answered;
  ++tenants_[call.tenant].answered[static_cast<std::size_t>(call.direction)];
  if (call.direction != Direction::kInbound) return;
  const Time answer =
      Middle(std::max(call.start, call.not_answered), world_.now());
  counted_.wait.Observe(SecondsBetween(call.start, answer));
}

bool Onlooker::Miss(Sighting& call) {
  if (call.missed++ == 0) call.first_missed = world_.now();
  if (call.missed < gone_after_) return false;
  if (!call.started) return true;
  ++(call.answered ? counted_.ended : counted_.unanswered);
  if (call.answered) {
    const Time end = Middle(call.last_seen, call.first_missed);
    counted_.duration.Observe(SecondsBetween(call.start, end));
  }
  return true;
}

}  // namespace pitel::accuracy
