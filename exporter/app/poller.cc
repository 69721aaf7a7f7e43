#include "app/poller.h"

#include <algorithm>
#include <exception>
#include <functional>
#include <new>
#include <utility>

#include "base/text.h"

namespace pitel {
namespace {

// How often a target that is backing off looks for a new credential.
constexpr std::chrono::seconds kCredentialCheck{1};
constexpr std::string_view kNoTimeLeft = "the poll had no time left";

// The failure to record for a fetch that threw.
Failure FailureOf(const std::exception& exception,
                  Operation operation) noexcept {
  Failure failure;
  failure.operation = operation;
  try {
    failure.detail = dynamic_cast<const std::bad_alloc*>(&exception) != nullptr
                         ? "out of memory"
                         : PrintableText(exception.what());
  } catch (const std::exception&) {
    failure.detail = "out of memory";  // short enough not to allocate
  }
  return failure;
}

}  // namespace

Poller::Poller(const TargetConfig& config, HttpClients& clients,
               const Clock& clock, Log& log, TargetSink& sink)
    : name_("target " + config.name),
      clock_(clock),
      common_log_(log),
      sink_(sink),
      settings_({config, std::make_shared<ApiSession>(config.name, config.api,
                                                      clients, clock, log)}),
      target_(std::make_unique<Target>(config)),
      log_(config.name, log) {
  pauses_.resize(target_->endpoint_count());
}

void Poller::Schedule(SteadyTime first) {
  const std::lock_guard lock(mutex_);
  Show();
  schedule_.emplace(poll_times().interval, first);
  due_ = first;
  random_.seed(static_cast<unsigned>(
      std::hash<std::string>()(name_) ^
      static_cast<std::size_t>(first.time_since_epoch().count())));
}

SteadyTime Poller::Wake(const Moment& began) {
  {
    const std::lock_guard lock(mutex_);
    awake_ = true;
    due_ = SteadyTime::max();
    ApplyChange();  // if there was no memory for that before
  }
  Moment now = began;
  if (schedule_->awaits_credential()) {
    const bool changed = CredentialChanged();
    now = clock_.Now();  // that may have taken long
    if (changed) schedule_->PollAt(std::min(schedule_->due(), now.steady));
  }
  if (now.steady >= schedule_->due() && !stopped_) PollOnSchedule(now);
  const std::lock_guard lock(mutex_);
  awake_ = false;
  ApplyChange();
  if (stopped_) return SteadyTime::max();
  due_ = schedule_->due();
  if (!schedule_->awaits_credential()) return schedule_->due();
  return std::min<SteadyTime>(schedule_->due(),
                              clock_.Now().steady + kCredentialCheck);
}

void Poller::PollOnSchedule(const Moment& began) {
  const auto failure = Poll(began);
  const SteadyTime now = clock_.Now().steady;
  std::uniform_real_distribution<double> jitter(0, 1);
  schedule_->Polled(failure, began.steady, now, jitter(random_));
  if (!schedule_->backs_off()) return;
  const std::lock_guard lock(mutex_);
  log_.BackingOff(schedule_->due() - now);
}

bool Poller::CredentialChanged() {
  deadline_ = clock_.Now().steady;
  bool changed = false;
  try {
    changed = session()->CredentialChanged();
  } catch (const std::exception&) {
    // Out of memory: the next call tries again.
  }
  deadline_ = SteadyTime::max();
  return changed;
}

std::optional<Failure> Poller::Poll(const Moment& began) {
  Begin(began);
  FetchFrom(0, began.steady + poll_times().timeout);
  session()->PollEnded(fetch_.report.failure);
  auto failure = EndFirst();
  for (std::size_t i = 1; i < target_->endpoint_count(); ++i) {
    AskFurther(i, failure);
  }
  End();
  return failure;
}

void Poller::FetchFrom(std::size_t endpoint, SteadyTime deadline) try {
  fetch_.report = {};
  fetch_.counted.reset();
  if (clock_.Now().steady >= deadline) {
    const std::string_view detail = endpoint == 0 ? kWaiting : kNoTimeLeft;
    fetch_.report.failure = Failure{target_->Request(endpoint).operation,
                                    FailureReason::kTimeout,
                                    std::string(detail),
                                    {}};
    return;
  }
  session()->Fetch(
      target_->Request(endpoint), deadline,
      [&](ByteSource& body) { return target_->Read(endpoint, body); },
      fetch_.report);
  if (fetch_.report.failure) return target_->Discard(endpoint);
  counting_ = true;
  fetch_.counted.emplace(target_->Count(endpoint, fetch_.report));
  counting_ = false;
} catch (const std::exception& exception) {
  // This response is lost; the next one may succeed.
  counting_ = false;
  target_->Discard(endpoint);
  fetch_.report.failure = FailureOf(exception, OperationOf(endpoint));
}

void Poller::Begin(const Moment& began) {
  const std::lock_guard lock(mutex_);
  const SteadyTime deadline = began.steady + poll_times().timeout;
  const bool expired = clock_.Now().steady >= deadline;
  turn_ = Turn{began, deadline, expired && missed_};
  missed_ = false;
  deadline_ = deadline;
  due_ = SteadyTime::max();
}

std::optional<Failure> Poller::EndFirst() {
  const std::lock_guard lock(mutex_);
  turn_->asking = false;
  const PollTime time{turn_->began, clock_.Now().steady - turn_->began.steady};
  FetchReport& report = fetch_.report;
  // A failed poll counts as one failure.
  if (turn_->stuck || report.failure) report.renewal_failure.reset();
  Settle(0);
  if (turn_->stuck) {
    // Check has counted and logged it already.
    report.failure =
        Failure{Operation::kMonitor, FailureReason::kStuck, "", {}};
  } else if (report.failure) {
    target_->Fail(*report.failure, time);
  } else {
    target_->Succeed(report, time);
  }
  Show();
  // A poll that Stop has ended is not an outage.
  if (!turn_->stuck && !stopped_) {
    report.failure ? log_.Failed(*report.failure)
                   : log_.Succeeded(report, target_->overview());
  }
  return std::move(report.failure);
}

void Poller::AskFurther(std::size_t endpoint,
                        const std::optional<Failure>& first) {
  const Turn turn = CurrentTurn();
  const SteadyTime deadline = std::min(
      turn.deadline, turn.began.steady + poll_times().interval / 10 * 9);
  const bool time_is_up = first && clock_.Now().steady >= deadline;
  if (time_is_up || stopped_ || !session()->has_token() ||
      !pauses_[endpoint].IsOver(turn.began.steady)) {
    const std::lock_guard lock(mutex_);
    return target_->NotAsked(endpoint);
  }
  {
    const std::lock_guard lock(mutex_);
    turn_->endpoint = endpoint;
    turn_->asking = true;
  }
  FetchFrom(endpoint, deadline);
  pauses_[endpoint].Asked(fetch_.report.failure, turn.began.steady);
  EndFurther(endpoint);
}

Poller::Turn Poller::CurrentTurn() {
  const std::lock_guard lock(mutex_);
  return *turn_;
}

void Poller::EndFurther(std::size_t endpoint) {
  const std::lock_guard lock(mutex_);
  turn_->asking = false;
  Settle(endpoint);
  // Check has counted and logged it already.
  if (turn_->stuck) return;
  const auto& failure = fetch_.report.failure;
  if (failure) {
    target_->FurtherFailed(endpoint, *failure);
  } else {
    target_->FurtherSucceeded(endpoint);
  }
  if (stopped_) return;
  failure
      ? log_.FurtherFailed(endpoint, *failure)
      : log_.FurtherSucceeded(endpoint, target_->Request(endpoint).operation,
                              target_->overview());
}

void Poller::Settle(std::size_t endpoint) {
  target_->RecordRequests(fetch_.report);
  if (!fetch_.counted) return;
  if (turn_->stuck) {
    target_->Discard(endpoint);
  } else {
    target_->Commit(endpoint, *std::move(fetch_.counted));
  }
  fetch_.counted.reset();
}

void Poller::End() {
  const std::lock_guard lock(mutex_);
  turn_.reset();
  deadline_ = SteadyTime::max();
  if (target_->endpoint_count() > 1) Show();
}

void Poller::Show() try {
  if (stopped_) return;
  behind_since_ = std::min(behind_since_.load(), clock_.Now().steady);
  sink_.Show(target_->Shown());
  behind_since_ = SteadyTime::max();
} catch (const std::exception&) {
  // Out of memory: the next check tries again.
}

}  // namespace pitel
