#include "app/poll_once.h"

#include <algorithm>
#include <condition_variable>
#include <cstdlib>
#include <deque>
#include <iostream>
#include <mutex>

#include "app/poll_threads.h"
#include "app/process_tail.h"

namespace pitel {
namespace {

constexpr std::chrono::milliseconds kBetweenChecks{100};

// One poll of every target.
class Attempts {
 public:
  Attempts(const std::vector<std::unique_ptr<Poller>>& pollers,
           const Clock& clock)
      : threads_({}, clock) {
    for (const auto& poller : pollers) {
      Attempt& attempt = attempts_.emplace_back(Attempt{*poller});
      poller->Schedule(clock.Now().steady);
      threads_.Add(poller->host(), SteadyTime::min(),
                   [this, &attempt](const Moment&) { return Run(attempt); });
    }
    threads_.Start();
  }

  // Waits until every poll is over or counts as stuck; whether all are over.
  bool Await() {
    std::unique_lock lock(mutex_);
    while (!changed_.wait_for(lock, kBetweenChecks, [this] {
      return All([](const Attempt& a) { return a.HangsOrIsOver(); });
    })) {
    }
    for (Attempt& attempt : attempts_) attempt.poller.Check(SteadyTime::min());
    return All([](const Attempt& a) { return a.over; });
  }

  // Whether every poll was successful. All are over.
  bool Successful() const {
    return All([](const Attempt& a) { return a.successful; });
  }

 private:
  struct Attempt {
    Poller& poller;
    bool over = false;
    bool successful = false;

    bool HangsOrIsOver() const {
      return over || poller.Overdue() > kStuckAfter;
    }
  };

  SteadyTime Run(Attempt& attempt) {
    const bool successful = attempt.poller.PollOnce();
    const std::lock_guard lock(mutex_);
    attempt.successful = successful;
    attempt.over = true;
    changed_.notify_all();
    return SteadyTime::max();
  }

  template <typename Predicate>
  bool All(Predicate predicate) const {
    return std::all_of(attempts_.begin(), attempts_.end(), predicate);
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Attempt> attempts_;
  PollThreads threads_;
};

void Print(Publisher& publisher) {
  publisher.PublishNow();
  std::cout << publisher.Current()->Make({Format::kText})->bytes
            << RenderProcessTail(Format::kText) << std::flush;
}

}  // namespace

bool PollOnce(const std::vector<std::unique_ptr<Poller>>& pollers,
              const Clock& clock, Publisher& publisher) {
  Attempts attempts(pollers, clock);
  const bool all_over = attempts.Await();
  Print(publisher);
  if (!all_over) std::_Exit(1);
  return attempts.Successful() && std::cout;
}

}  // namespace pitel
