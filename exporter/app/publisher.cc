#include "app/publisher.h"

#include <algorithm>
#include <new>
#include <utility>
#include <vector>

namespace pitel {
namespace {

constexpr std::chrono::milliseconds kLeastBetweenPages{250};

}  // namespace

Publisher::Publisher(RenderedSource exporter, const Clock& clock)
    : exporter_(std::move(exporter)), clock_(clock) {}

Publisher::~Publisher() = default;

void Publisher::Show(TargetPage page) {
  auto shown = std::make_shared<const TargetPage>(std::move(page));
  {
    const std::lock_guard lock(mutex_);
    targets_[shown->overview.name] = std::move(shown);
    is_new_ = true;
  }
  changed_.notify_one();
}

void Publisher::Start() {
  thread_ = std::jthread([this](const std::stop_token& stop) { Run(stop); });
}

void Publisher::PublishNow() {
  std::unique_lock lock(mutex_);
  const TargetPages targets = targets_;
  lock.unlock();
  Publish(targets);
}

void Publisher::Run(const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  SteadyTime next_fading = SteadyTime::max();
  while (true) {
    const auto is_due = [&] {
      return is_new_ || clock_.Now().steady >= next_fading;
    };
    if (next_fading == SteadyTime::max()) {
      changed_.wait(lock, stop, is_due);
    } else {
      changed_.wait_until(lock, stop, next_fading, is_due);
    }
    if (stop.stop_requested()) return;
    is_new_ = false;
    const TargetPages targets = targets_;
    lock.unlock();
    bool published = false;
    try {
      next_fading = Publish(targets);
      published = true;
    } catch (const std::bad_alloc&) {
      // The pages stay as they are, and it is tried again.
    }
    lock.lock();
    is_new_ = is_new_ || !published;
    changed_.wait_for(lock, stop, kLeastBetweenPages, [] { return false; });
  }
}

SteadyTime Publisher::Publish(const TargetPages& targets) {
  const SteadyTime now = clock_.Now().steady;
  SteadyTime next_fading = SteadyTime::max();
  std::vector<const RenderedSource*> sources = {&exporter_};
  Overview overview;
  for (const auto& [name, target] : targets) {
    sources.push_back(&target->lasting);
    sources.push_back(&target->counters);
    overview.targets.push_back(target->overview);
    if (now < target->fades_at) {
      sources.push_back(&target->fading);
      next_fading = std::min(next_fading, target->fades_at);
    } else {
      overview.targets.back().rows.reset();
      overview.targets.back().active_calls.reset();
    }
  }
  overview.ready =
      overview_.Read()->ready ||
      std::all_of(overview.targets.begin(), overview.targets.end(),
                  [](const auto& target) { return target.polled; });
  pages_.Publish(JoinPages(sources));
  overview_.Publish(std::move(overview));
  return next_fading;
}

}  // namespace pitel
