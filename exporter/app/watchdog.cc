#include "app/watchdog.h"

#include <algorithm>
#include <exception>
#include <map>
#include <utility>

#include "base/thread.h"

namespace pitel {
namespace {

constexpr std::chrono::milliseconds kBetweenChecks{500};

// Time during which the process was paused does not count.
std::chrono::nanoseconds Overdue(const Watched& watched, SteadyTime now,
                                 SteadyTime awake_since) {
  const auto overdue = watched.Overdue();
  if (awake_since == SteadyTime::min()) return overdue;
  return std::min<std::chrono::nanoseconds>(overdue, now - awake_since);
}

auto InSeconds(std::chrono::nanoseconds overdue) {
  return std::chrono::floor<std::chrono::seconds>(overdue).count();
}

}  // namespace

Watchdog::Watchdog(const std::vector<Watched*>& watched, const Clock& clock,
                   Log& log)
    : clock_(clock), log_(log), last_check_(clock.Now().steady) {
  for (Watched* const one : watched) {
    always_.push_back(std::make_shared<Subject>(
        std::shared_ptr<Watched>(std::shared_ptr<void>(), one)));
  }
  subjects_.Publish(always_);
}

void Watchdog::WatchTargets(
    const std::vector<std::shared_ptr<Watched>>& targets) {
  std::map<const Watched*, std::shared_ptr<Subject>> known;
  const auto before = subjects_.Read();
  for (const auto& one : *before) known[one->watched.get()] = one;
  Subjects subjects = always_;
  for (const auto& target : targets) {
    const auto found = known.find(target.get());
    subjects.push_back(found != known.end()
                           ? found->second
                           : std::make_shared<Subject>(target));
  }
  subjects_.Publish(std::move(subjects));
}

void Watchdog::Start(std::function<void(const std::string& trouble)> beat) {
  beat_ = std::move(beat);
  thread_ = StartThread("the watchdog",
                        [this](const std::stop_token& stop) { Run(stop); });
}

void Watchdog::Stop() { thread_ = std::jthread(); }

void Watchdog::Run(const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  while (!stop.stop_requested()) {
    Check();
    Beat();
    stopped_.wait_for(lock, stop, kBetweenChecks, [] { return false; });
  }
}

void Watchdog::Check() noexcept {
  const SteadyTime now = clock_.Now().steady;
  if (now - last_check_.load() > kPause) awake_since_ = now;
  last_check_ = now;
  const auto subjects = subjects_.Read();
  for (const auto& subject : *subjects) {
    try {
      Check(*subject, now);
    } catch (const std::exception&) {
      // Out of memory: the next check tries again.
    }
  }
}

void Watchdog::Beat() noexcept try {
  beat_(Trouble());
} catch (const std::exception&) {
  // Out of memory: the next check tries again.
}

void Watchdog::Check(Subject& subject, SteadyTime now) {
  const Watched& watched = *subject.watched;
  subject.watched->Check(awake_since_);
  const auto overdue = Overdue(watched, now, awake_since_);
  const bool in_trouble = overdue > watched.Patience();
  if (in_trouble == subject.in_trouble) return;
  if (in_trouble) {
    log_.Error("no progress", {{"in", watched.Name()},
                               {"overdue_seconds", InSeconds(overdue)},
                               {"doing", watched.Doing()}});
  } else {
    log_.Warn("making progress again", {{"in", watched.Name()}});
  }
  subject.in_trouble = in_trouble;
}

SteadyTime Watchdog::AwakeSince(SteadyTime now) const {
  const SteadyTime last_check = last_check_;
  if (now - last_check <= kPause) return awake_since_;
  if (missed_since_.load() < last_check) missed_since_ = now;
  return missed_since_;
}

std::string Watchdog::Trouble() const {
  const SteadyTime now = clock_.Now().steady;
  const auto subjects = subjects_.Read();
  for (const auto& subject : *subjects) {
    const Watched& watched = *subject->watched;
    const auto overdue = Overdue(watched, now, AwakeSince(now));
    if (overdue <= watched.Patience()) continue;
    std::string trouble(watched.Name());
    trouble += " has been overdue for " + std::to_string(InSeconds(overdue)) +
               " s while ";
    return trouble.append(watched.Doing());
  }
  return "";
}

}  // namespace pitel
