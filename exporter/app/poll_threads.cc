#include "app/poll_threads.h"

#include <exception>
#include <utility>

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

void PollThreads::Add(const std::string& host, SteadyTime first,
                      PollFunction poll) {
  due_.emplace(first, Turn{&hosts_[host], std::move(poll), {}});
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
    Host& host = *turn.mapped().host;
    if (host.polls < limits_.polls_of_host) return turn;
    host.waiting.insert(std::move(turn));
  }
  return {};
}

void PollThreads::Run(Turns::node_type turn,
                      std::unique_lock<std::mutex>& lock) {
  Host& host = *turn.mapped().host;
  ++polls_;
  ++host.polls;
  FindLeader();
  while (true) {
    lock.unlock();
    turn.key() = turn.mapped().poll(turn.mapped().began);
    lock.lock();
    if (turn.key() != SteadyTime::max()) due_.insert(std::move(turn));
    next_changed_.notify_one();
    if (host.waiting.empty() || stopped_) break;
    turn = host.waiting.extract(host.waiting.begin());
  }
  --polls_;
  --host.polls;
  next_changed_.notify_one();
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
