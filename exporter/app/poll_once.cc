#include "app/poll_once.h"

#include <algorithm>
#include <condition_variable>
#include <cstdlib>
#include <deque>
#include <iostream>
#include <mutex>
#include <optional>

#include "app/exporter_metrics.h"
#include "app/poll_threads.h"

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
    const auto hangs_or_is_over = [](const Attempt& attempt) {
      return attempt.successful || attempt.poller.Overdue() > kStuckAfter;
    };
    const auto is_done = [&] {
      return std::ranges::all_of(attempts_, hangs_or_is_over);
    };
    while (!changed_.wait_for(lock, kBetweenChecks, is_done)) continue;
    for (Attempt& attempt : attempts_) attempt.poller.Check(SteadyTime::min());
    return std::ranges::none_of(attempts_, [](const Attempt& attempt) {
      return attempt.successful == std::nullopt;
    });
  }

  // Whether every poll was successful. All are over.
  bool Successful() const {
    return std::ranges::all_of(attempts_, [](const Attempt& attempt) {
      return attempt.successful == true;
    });
  }

 private:
  struct Attempt {
    Poller& poller;
    std::optional<bool> successful = {};  // once it is over
  };

  SteadyTime Run(Attempt& attempt) {
    const bool successful = attempt.poller.PollOnce();
    const std::lock_guard lock(mutex_);
    attempt.successful = successful;
    changed_.notify_all();
    return SteadyTime::max();
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
