#include "app/publisher.h"

#include <algorithm>
#include <exception>
#include <utility>

#include "base/thread.h"

namespace pitel {
namespace {

constexpr std::chrono::milliseconds kLeastBetweenPages{250};

}  // namespace

void Publisher::Show(ShownTarget target) {
  auto shown = std::make_shared<const ShownTarget>(std::move(target));
  std::string name = shown->overview.name;
  Change(std::move(name), std::move(shown));
}

void Publisher::Remove(const std::string& target) { Change(target, nullptr); }

void Publisher::Change(std::string name, SharedTarget target) {
  {
    const std::lock_guard lock(mutex_);
    changes_[std::move(name)].swap(target);
    ++made_;
    if (behind_since_.load() == SteadyTime::max()) {
      behind_since_ = clock_.Now().steady;
    }
  }
  changed_.notify_one();
}

void Publisher::Start() {
  thread_ = StartThread("publishing pages",
                        [this](const std::stop_token& stop) { Run(stop); });
}

void Publisher::Run(const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  const auto never = [] { return false; };
  while (true) {
    const SteadyTime fades_at = state_.Read()->fades_at;
    const auto is_due = [&] {
      return !changes_.empty() || clock_.Now().steady >= fades_at;
    };
    if (fades_at == SteadyTime::max()) {
      changed_.wait(lock, stop, is_due);
    } else {
      changed_.wait_until(lock, stop, fades_at, is_due);
    }
    if (stop.stop_requested()) return;
    lock.unlock();
    try {
      PublishNow();
    } catch (const std::exception&) {
      // Out of memory: the page stays as it is, and the thread tries again.
    }
    lock.lock();
    changed_.wait_for(lock, stop, kLeastBetweenPages, never);
  }
}

void Publisher::PublishNow() try {
  const SteadyTime now = clock_.Now().steady;
  std::uint64_t made = 0;
  {
    const std::lock_guard lock(mutex_);
    made = made_;
    behind_since_ = std::min(behind_since_.load(), now);
    publishing_ = std::exchange(changes_, {});
  }
  state_.Publish(Apply(*state_.Read(), publishing_, now));
  Changes published;  // freed without the lock
  const std::lock_guard lock(mutex_);
  published.swap(publishing_);
  published_ = made;
  page_replaced_.notify_all();
  behind_since_ = changes_.empty() ? SteadyTime::max() : clock_.Now().steady;
} catch (const std::exception&) {
  const std::lock_guard lock(mutex_);
  changes_.merge(publishing_);  // which keeps the newer state of a target
  throw;
}

void Publisher::AwaitPublished(std::chrono::nanoseconds patience) {
  std::unique_lock lock(mutex_);
  page_replaced_.wait_for(lock, patience,
                          [this, made = made_] { return published_ >= made; });
}

Publisher::State Publisher::Apply(const State& state, const Changes& changes,
                                  SteadyTime now) const {
  State next;
  next.targets.reserve(state.targets.size() + changes.size());
  auto old = state.targets.begin();
  for (const auto& [name, target] : changes) {
    while (old != state.targets.end() && (*old)->overview.name < name) {
      next.targets.push_back(*old++);
    }
    if (old != state.targets.end() && (*old)->overview.name == name) ++old;
    if (target != nullptr) next.targets.push_back(target);
  }
  next.targets.insert(next.targets.end(), old, state.targets.end());

  std::vector<SharedSource> sources{exporter_()};
  sources.reserve(1 + 3 * next.targets.size());
  for (const SharedTarget& target : next.targets) {
    sources.push_back(target->polls);
    for (const ShownEndpoint& endpoint : target->endpoints) {
      sources.push_back(endpoint.counters);
      if (now >= endpoint.fades_at) continue;
      sources.push_back(endpoint.gauges);
      next.fades_at = std::min(next.fades_at, endpoint.fades_at);
    }
  }
  next.page = std::make_shared<const Page>(std::move(sources));
  next.ready =
      state.ready || std::ranges::all_of(next.targets, [](const auto& target) {
        return target->overview.polled;
      });
  return next;
}

std::shared_ptr<const Page> Publisher::Current() const {
  auto state = state_.Read();
  const SteadyTime now = clock_.Now().steady;
  if (now < state->fades_at && Overdue() <= Patience()) return state->page;
  std::unique_lock lock(mutex_);
  Changes changes = changes_;
  changes.insert(publishing_.begin(), publishing_.end());
  state = state_.Read();  // has those that are in neither
  lock.unlock();
  return Apply(*state, changes, now).page;
}

Overview Publisher::overview() const {
  Overview overview;
  const auto state = state_.Read();  // lives as long as the loop
  for (const SharedTarget& target : state->targets) {
    overview.push_back(target->overview);
  }
  return overview;
}

std::string Publisher::Summary() const {
  const auto state = state_.Read();
  const auto up = std::ranges::count_if(
      state->targets,
      [](const SharedTarget& target) { return target->overview.up; });
  return std::to_string(up) + " of " + std::to_string(state->targets.size()) +
         " targets up";
}

std::chrono::nanoseconds Publisher::Overdue() const {
  const SteadyTime since = behind_since_;
  if (since == SteadyTime::max()) return std::chrono::nanoseconds(0);
  return clock_.Now().steady - since;
}

}  // namespace pitel
