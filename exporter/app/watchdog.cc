#include "app/watchdog.h"

#include <exception>
#include <utility>

#include "base/thread.h"

namespace pitel {
namespace {

constexpr std::chrono::milliseconds kBetweenChecks{250};

bool IsInTrouble(const Watched& watched) {
  return watched.Overdue() > watched.Patience();
}

auto OverdueSeconds(const Watched& watched) {
  return std::chrono::floor<std::chrono::seconds>(watched.Overdue()).count();
}

}  // namespace

Watchdog::Watchdog(std::vector<Watched*> watched, const Clock& clock, Log& log)
    : clock_(clock), log_(log), last_check_(clock.Now().steady) {
  for (Watched* subject : watched) subjects_.push_back({subject});
}

Watchdog::~Watchdog() = default;

void Watchdog::Start() {
  thread_ = StartThread("the watchdog",
                        [this](const std::stop_token& stop) { Run(stop); });
}

void Watchdog::Stop() { thread_ = std::jthread(); }

void Watchdog::Run(const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  while (!stop.stop_requested()) {
    Check();
    stopped_.wait_for(lock, stop, kBetweenChecks, [] { return false; });
  }
}

void Watchdog::Check() noexcept {
  const SteadyTime now = clock_.Now().steady;
  if (now - last_check_.load() > kPause) judges_from_ = now + kAfterPause;
  last_check_ = now;
  if (now < judges_from_.load()) return;
  for (Subject& subject : subjects_) {
    try {
      Check(subject);
    } catch (const std::exception&) {
      // Out of memory: the next check tries again.
    }
  }
}

void Watchdog::Check(Subject& subject) {
  const Watched& watched = *subject.watched;
  subject.watched->Check();
  const bool in_trouble = IsInTrouble(watched);
  if (in_trouble == subject.in_trouble) return;
  if (in_trouble) {
    log_.Error("no progress", {{"in", watched.Name()},
                               {"overdue_seconds", OverdueSeconds(watched)},
                               {"doing", watched.Doing()}});
  } else {
    log_.Warn("making progress again", {{"in", watched.Name()}});
  }
  subject.in_trouble = in_trouble;
}

bool Watchdog::MayHaveWoken(SteadyTime now) const {
  const SteadyTime last_check = last_check_;
  if (now - last_check <= kPause) return false;
  if (missed_since_.load() < last_check) missed_since_ = now;
  return now - missed_since_.load() <= kAfterPause;
}

std::string Watchdog::Trouble() const {
  const SteadyTime now = clock_.Now().steady;
  if (now < judges_from_.load() || MayHaveWoken(now)) return "";
  for (const Subject& subject : subjects_) {
    const Watched& watched = *subject.watched;
    if (!IsInTrouble(watched)) continue;
    std::string trouble(watched.Name());
    trouble += " has been overdue for " +
               std::to_string(OverdueSeconds(watched)) + " s while ";
    return trouble.append(watched.Doing());
  }
  return "";
}

}  // namespace pitel
