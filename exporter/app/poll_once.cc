#include "app/poll_once.h"

#include <algorithm>
#include <condition_variable>
#include <cstdlib>
#include <iostream>
#include <mutex>
#include <system_error>
#include <thread>

#include "app/process_tail.h"

namespace pitel {
namespace {

constexpr std::chrono::milliseconds kBetweenChecks{100};

// A poll on its own thread.
struct Attempt {
  explicit Attempt(Poller& target) : poller(target) {}

  Poller& poller;
  bool over = false;
  bool successful = false;
  std::thread thread;

  bool HangsOrIsOver() const { return over || poller.Overdue() > kStuckAfter; }
};

// One poll of every target, all at the same time.
class Attempts {
 public:
  explicit Attempts(const std::vector<std::unique_ptr<Poller>>& pollers) {
    for (const auto& poller : pollers) {
      attempts_.push_back(std::make_unique<Attempt>(*poller));
    }
    for (const auto& attempt : attempts_) Start(*attempt);
  }

  // Waits until every poll is over or counts as stuck; whether all are over.
  bool Await() {
    std::unique_lock lock(mutex_);
    while (!changed_.wait_for(lock, kBetweenChecks, [this] {
      return All([](const Attempt& a) { return a.HangsOrIsOver(); });
    })) {
    }
    for (const auto& attempt : attempts_)
      attempt->poller.Check(SteadyTime::min());
    return All([](const Attempt& a) { return a.over; });
  }

  // Waits for the threads; whether every poll was successful.
  bool Join() {
    for (const auto& attempt : attempts_) {
      if (attempt->thread.joinable()) attempt->thread.join();
    }
    return All([](const Attempt& a) { return a.successful; });
  }

 private:
  // Polls on this thread if no other can be started.
  void Start(Attempt& attempt) {
    try {
      attempt.thread = std::thread([this, &attempt] { Run(attempt); });
    } catch (const std::system_error&) {
      Run(attempt);
    }
  }

  void Run(Attempt& attempt) {
    const bool successful = attempt.poller.PollOnce();
    const std::lock_guard lock(mutex_);
    attempt.successful = successful;
    attempt.over = true;
    changed_.notify_all();
  }

  template <typename Predicate>
  bool All(Predicate predicate) const {
    return std::all_of(
        attempts_.begin(), attempts_.end(),
        [&](const auto& attempt) { return predicate(*attempt); });
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::unique_ptr<Attempt>> attempts_;
};

void Print(Publisher& publisher) {
  publisher.PublishNow();
  std::cout << publisher.Current()->Make({Format::kText})->bytes
            << RenderProcessTail(Format::kText) << std::flush;
}

}  // namespace

bool PollOnce(const std::vector<std::unique_ptr<Poller>>& pollers,
              Publisher& publisher) {
  Attempts attempts(pollers);
  const bool all_over = attempts.Await();
  if (!all_over) {
    Print(publisher);
    std::_Exit(1);
  }
  const bool all_successful = attempts.Join();
  Print(publisher);
  return all_successful && std::cout;
}

}  // namespace pitel
