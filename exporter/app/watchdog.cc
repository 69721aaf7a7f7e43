#include "app/watchdog.h"

#include <exception>
#include <new>
#include <utility>

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

Watchdog::Watchdog(std::vector<Watched*> watched, Log& log) : log_(log) {
  for (Watched* subject : watched) subjects_.push_back({subject});
}

Watchdog::~Watchdog() = default;

void Watchdog::Start() {
  thread_ = std::jthread([this](const std::stop_token& stop) { Run(stop); });
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

std::string Watchdog::Trouble() const {
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
