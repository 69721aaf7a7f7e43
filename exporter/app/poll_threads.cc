#include "app/poll_threads.h"

#include <exception>
#include <utility>
#include <vector>

#include "base/thread.h"

namespace pitel {
namespace {

// A thread that has had nothing to do for this long ends.
constexpr std::chrono::seconds kSpareFor{30};

}  // namespace

PollThreads::~PollThreads() {
  Stop();
  std::unique_lock lock(mutex_);
  ended_.wait(lock, [this] { return threads_ == 0; });
}

PollThreads::Id PollThreads::Add(const std::string& host, SteadyTime first,
                                 PollFunction poll) {
  const std::lock_guard lock(mutex_);
  const Id id = ++last_id_;
  const auto entry = hosts_.try_emplace(host).first;
  due_.emplace(first, Turn{id, entry, std::move(poll), {}});
  ++entry->second.turns;
  ids_.insert(id);
  if (threads_ > 0) FindLeader();
  next_changed_.notify_one();
  return id;
}

void PollThreads::Move(const std::map<Id, std::string>& hosts) {
  const std::lock_guard lock(mutex_);
  for (const auto& [id, host] : hosts) {
    if (!ids_.contains(id)) continue;
    const auto entry = hosts_.try_emplace(host).first;
    const auto [move, is_first] = moving_.try_emplace(id, entry);
    ++entry->second.turns;
    if (!is_first) Leave(std::exchange(move->second, entry));
  }
  std::vector<Turns::node_type> found;
  const auto find_in = [&](Turns& turns) {
    for (auto turn = turns.begin(); turn != turns.end();) {
      const auto here = turn++;
      if (!moving_.contains(here->second.id)) continue;
      found.push_back(turns.extract(here));
    }
  };
  find_in(due_);
  for (auto& [name, host] : hosts_) find_in(host.waiting);
  for (auto& turn : found) MoveNow(std::move(turn));
  if (threads_ > 0) FindLeader();
  next_changed_.notify_one();
}

void PollThreads::MoveNow(Turns::node_type turn) {
  const auto move = moving_.extract(turn.mapped().id);
  Leave(std::exchange(turn.mapped().host, move.mapped()));
  turn.key() = clock_.Now().steady;
  due_.insert(std::move(turn));
}

void PollThreads::Leave(Hosts::iterator host) {
  --host->second.turns;
  if (host->second.turns == 0 && host->second.polls == 0) hosts_.erase(host);
}

void PollThreads::Start() {
  const std::lock_guard lock(mutex_);
  StartThread("polling", [this] { Work(); }).detach();
  ++threads_;
}

void PollThreads::Stop() {
  const std::lock_guard lock(mutex_);
  stopped_ = true;
  next_changed_.notify_all();
  has_work_.notify_all();
}

void PollThreads::Check(SteadyTime /*awake_since*/) {
  const std::lock_guard lock(mutex_);
  if (threads_ > 0) FindLeader();
}

std::chrono::nanoseconds PollThreads::Overdue() const {
  const std::lock_guard lock(mutex_);
  const bool lacks_threads = !has_leader_ && !due_.empty() && threads_ > 0;
  if (!lacks_threads) return std::chrono::nanoseconds(0);
  return clock_.Now().steady - due_.begin()->first;
}

void PollThreads::Work() {
  std::unique_lock lock(mutex_);
  while (!stopped_) {
    if (auto turn = Take()) {
      Run(std::move(turn), lock);
    } else if (!Wait(lock)) {
      break;
    }
  }
  --threads_;
  ended_.notify_all();  // with the lock: the destructor must not overtake it
}

PollThreads::Turns::node_type PollThreads::Take() {
  if (polls_ >= limits_.polls) return {};
  const Moment now = clock_.Now();
  while (!due_.empty() && due_.begin()->first <= now.steady) {
    auto turn = due_.extract(due_.begin());
    turn.mapped().began = now;
    Host& host = turn.mapped().host->second;
    if (host.polls < limits_.polls_of_host) return turn;
    host.waiting.insert(std::move(turn));
  }
  return {};
}

void PollThreads::Run(Turns::node_type turn,
                      std::unique_lock<std::mutex>& lock) {
  const auto entry = turn.mapped().host;
  Host& host = entry->second;  // stays while polls are under way
  ++polls_;
  ++host.polls;
  FindLeader();
  while (true) {
    lock.unlock();
    turn.key() = turn.mapped().poll(turn.mapped().began);
    lock.lock();
    PutBack(std::move(turn), lock);
    next_changed_.notify_one();
    if (host.waiting.empty() || stopped_) break;
    turn = host.waiting.extract(host.waiting.begin());
  }
  --polls_;
  --host.polls;
  if (host.turns == 0 && host.polls == 0) hosts_.erase(entry);
  next_changed_.notify_one();
}

void PollThreads::PutBack(Turns::node_type turn,
                          std::unique_lock<std::mutex>& lock) {
  const Id id = turn.mapped().id;
  if (turn.key() != SteadyTime::max()) {
    if (moving_.contains(id)) return MoveNow(std::move(turn));
    due_.insert(std::move(turn));
    return;
  }
  ids_.erase(id);
  if (const auto move = moving_.extract(id)) Leave(move.mapped());
  Leave(turn.mapped().host);
  lock.unlock();
  turn = {};  // what the poll owns is freed without the lock
  lock.lock();
}

void PollThreads::FindLeader() {
  if (has_leader_ || due_.empty() || stopped_) return;
  if (followers_ > 0) return has_work_.notify_one();
  try {
    StartThread("polling", [this] { Work(); }).detach();
    ++threads_;
  } catch (const std::exception&) {
    // Check tries again.
  }
}

bool PollThreads::Wait(std::unique_lock<std::mutex>& lock) {
  if (has_leader_) {
    ++followers_;
    const auto woken = has_work_.wait_for(lock, kSpareFor);
    --followers_;
    return woken == std::cv_status::no_timeout || !has_leader_;
  }
  has_leader_ = true;
  if (due_.empty() || polls_ >= limits_.polls) {
    next_changed_.wait(lock);
  } else {
    // A copy: the turn may be gone when the wait ends.
    const SteadyTime next = due_.begin()->first;
    next_changed_.wait_until(lock, next);
  }
  has_leader_ = false;
  return true;
}

}  // namespace pitel
