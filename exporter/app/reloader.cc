#include "app/reloader.h"

#include <algorithm>
#include <exception>
#include <new>
#include <string>
#include <utility>

#include "base/text.h"
#include "base/thread.h"

namespace pitel {
namespace {

// So that thousands of missing files do not push other lines out of the log.
constexpr std::size_t kMostLogged = 20;

ConfigProblems ProblemOf(const std::exception& exception) {
  if (dynamic_cast<const std::bad_alloc*>(&exception) != nullptr) {
    return {{"configuration", {}, "out of memory"}};
  }
  return {{"configuration", {}, PrintableText(exception.what())}};
}

}  // namespace

void Reloader::Request(Done done) {
  const std::lock_guard lock(mutex_);
  waiting_.push_back(std::move(done));
  changed_.notify_one();
}

void Reloader::Start(std::vector<ReloadPart*> parts, Notify notify) {
  parts_ = std::move(parts);
  notify_ = std::move(notify);
  thread_ = StartThread("reloading",
                        [this](const std::stop_token& stop) { Run(stop); });
}

std::chrono::nanoseconds Reloader::Overdue() const {
  const SteadyTime since = since_;
  if (since == SteadyTime::max()) return std::chrono::nanoseconds(0);
  return clock_.Now().steady - since;
}

std::chrono::nanoseconds Reloader::Patience() const {
  return std::chrono::minutes(1);
}

void Reloader::Run(const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  const auto is_asked = [this] { return !waiting_.empty(); };
  while (changed_.wait(lock, stop, is_asked) && !stop.stop_requested()) {
    const std::vector<Done> waiting = std::exchange(waiting_, {});
    lock.unlock();
    Reload(waiting);
    lock.lock();
  }
}

void Reloader::Reload(const std::vector<Done>& waiting) {
  since_ = clock_.Now().steady;
  if (notify_) notify_(true);
  const ConfigProblems problems = TryReload();
  for (ReloadPart* const part : parts_) part->Discard();
  if (problems.empty()) {
    outcome_.Succeeded(clock_.Now().wall);
  } else {
    outcome_.Refused();
    LogRefusal(problems);
  }
  if (notify_) notify_(false);
  for (const Done& done : waiting) {
    if (done) done(problems);
  }
  since_ = SteadyTime::max();
}

ConfigProblems Reloader::TryReload() try {
  return ReadAndApply();
} catch (const std::exception& exception) {
  return ProblemOf(exception);
}

ConfigProblems Reloader::ReadAndApply() {
  ConfigProblems problems;
  for (ReloadPart* const part : parts_) {
    for (auto& problem : part->Read()) problems.push_back(std::move(problem));
  }
  for (ReloadPart* const part : parts_) {
    if (problems.empty()) problems = part->Apply();
  }
  return problems;
}

void Reloader::LogRefusal(const ConfigProblems& problems) {
  const std::size_t logged = std::min(problems.size(), kMostLogged);
  for (std::size_t i = 0; i < logged; ++i) {
    log_.Error("configuration not reloaded", {{"reason", problems[i].Text()}});
  }
  if (logged < problems.size()) {
    log_.Error("configuration not reloaded",
               {{"further_reasons", problems.size() - logged}});
  }
}

}  // namespace pitel
