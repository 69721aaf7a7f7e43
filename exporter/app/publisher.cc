#include "app/publisher.h"

#include <algorithm>
#include <exception>
#include <utility>
#include <vector>

#include "base/thread.h"

namespace pitel {
namespace {

constexpr std::chrono::milliseconds kLeastBetweenPages{250};
constexpr std::chrono::seconds kPatience{10};

}  // namespace

Publisher::Publisher(std::function<RenderedSource()> exporter,
                     const Clock& clock)
    : exporter_(std::move(exporter)), clock_(clock) {}

Publisher::~Publisher() = default;

void Publisher::Show(TargetPage page) {
  auto shown = std::make_shared<const TargetPage>(std::move(page));
  {
    const std::lock_guard lock(mutex_);
    targets_[shown->overview.name] = std::move(shown);
    is_new_ = true;
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

void Publisher::PublishNow() {
  const std::lock_guard lock(mutex_);
  is_new_ = false;
  Publish(targets_);
  behind_since_ = SteadyTime::max();
}

void Publisher::Run(const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  const auto never = [] { return false; };
  while (true) {
    const SteadyTime fades_at = joined_.Read()->fades_at;
    const auto is_due = [&] {
      return is_new_ || clock_.Now().steady >= fades_at;
    };
    if (fades_at == SteadyTime::max()) {
      changed_.wait(lock, stop, is_due);
    } else {
      changed_.wait_until(lock, stop, fades_at, is_due);
    }
    if (stop.stop_requested()) return;
    TryPublish(lock);
    changed_.wait_for(lock, stop, kLeastBetweenPages, never);
  }
}

void Publisher::TryPublish(std::unique_lock<std::mutex>& lock) {
  const SteadyTime began = clock_.Now().steady;
  behind_since_ = std::min(behind_since_.load(), began);
  try {
    const TargetPages targets = targets_;
    is_new_ = false;
    lock.unlock();
    Publish(targets);
    lock.lock();
    behind_since_ = is_new_ ? clock_.Now().steady : SteadyTime::max();
  } catch (const std::exception&) {
    // Out of memory: the pages stay as they are, and the thread tries again.
    if (!lock.owns_lock()) lock.lock();
    is_new_ = true;
  }
}

void Publisher::Publish(const TargetPages& targets) {
  const SteadyTime now = clock_.Now().steady;
  Joined joined = Join(targets, now);
  overview_.Publish(Describe(targets));
  joined_.Publish(std::move(joined));
}

Publisher::Joined Publisher::Join(const TargetPages& targets,
                                  SteadyTime now) const {
  const RenderedSource exporter = exporter_();
  Joined joined;
  std::vector<const RenderedSource*> sources;
  sources.push_back(&exporter);
  for (const auto& [name, target] : targets) {
    sources.push_back(&target->polls);
    for (const EndpointPage& endpoint : target->endpoints) {
      sources.push_back(&endpoint.counters);
      if (now >= endpoint.fades_at) continue;
      sources.push_back(&endpoint.gauges);
      joined.fades_at = std::min(joined.fades_at, endpoint.fades_at);
    }
  }
  joined.pages = JoinPages(sources);
  return joined;
}

Overview Publisher::Describe(const TargetPages& targets) const {
  Overview overview;
  for (const auto& [name, target] : targets) {
    overview.targets.push_back(target->overview);
  }
  overview.ready =
      overview_.Read()->ready ||
      std::all_of(overview.targets.begin(), overview.targets.end(),
                  [](const auto& target) { return target.polled; });
  return overview;
}

std::shared_ptr<const Pages> Publisher::Current() const {
  auto joined = joined_.Read();
  const SteadyTime now = clock_.Now().steady;
  if (now >= joined->fades_at || Overdue() > kPatience) {
    std::unique_lock lock(mutex_);
    const TargetPages targets = targets_;
    lock.unlock();
    joined = std::make_shared<const Joined>(Join(targets, now));
  }
  return {joined, &joined->pages};
}

std::chrono::nanoseconds Publisher::Overdue() const {
  const SteadyTime since = behind_since_;
  if (since == SteadyTime::max()) return std::chrono::nanoseconds(0);
  return clock_.Now().steady - since;
}

std::chrono::nanoseconds Publisher::Patience() const { return kPatience; }

}  // namespace pitel
