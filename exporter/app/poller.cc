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
constexpr std::chrono::seconds kLeastPatience{30};
constexpr std::string_view kWaiting = "waiting for other polls to end";

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
    : config_(config),
      name_("target " + config.name),
      clock_(clock),
      sink_(sink),
      session_(config.name, config.api, clients, clock, log),
      target_(config),
      log_(config.name, log) {
  fetches_.resize(target_.endpoint_count());
  sink_.Show(target_.Shown());
}

void Poller::Schedule(SteadyTime first) {
  schedule_.emplace(config_.poll.interval, first);
  due_ = first;
  random_.seed(static_cast<unsigned>(
      std::hash<std::string>()(name_) ^
      static_cast<std::size_t>(first.time_since_epoch().count())));
}

void Poller::Stop() {
  stopped_ = true;  // first: a poll that is cancelled is no outage
  session_.Cancel();
}

SteadyTime Poller::Wake(const Moment& began) {
  due_ = SteadyTime::max();
  Moment now = began;
  if (schedule_->awaits_credential()) {
    const bool changed = CredentialChanged();
    now = clock_.Now();  // that may have taken long
    if (changed) schedule_->PollAt(std::min(schedule_->due(), now.steady));
  }
  if (now.steady >= schedule_->due() && !stopped_) PollOnSchedule(now);
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
    changed = session_.CredentialChanged();
  } catch (const std::exception&) {
    // Out of memory: the next call tries again.
  }
  deadline_ = SteadyTime::max();
  return changed;
}

std::optional<Failure> Poller::Poll(const Moment& began) {
  Begin(began);
  const SteadyTime deadline = began.steady + config_.poll.timeout;
  for (EndpointFetch& fetch : fetches_) fetch.report = {};
  for (std::size_t i = 0; i < fetches_.size(); ++i) {
    FetchFrom(i, deadline, fetches_[i]);
    // Without a token, no other endpoint responds either.
    const auto& failure = fetches_[i].report.failure;
    if (failure && failure->operation == Operation::kToken) break;
  }
  session_.PollEnded(fetches_.front().report.failure);
  return End();
}

void Poller::FetchFrom(std::size_t endpoint, SteadyTime deadline,
                       EndpointFetch& fetch) try {
  if (clock_.Now().steady >= deadline) {
    fetch.report.failure = Failure{target_.Request(endpoint).operation,
                                   FailureReason::kTimeout,
                                   std::string(kWaiting),
                                   {}};
    return;
  }
  session_.Fetch(
      target_.Request(endpoint), deadline,
      [&](ByteSource& body) { return target_.Read(endpoint, body); },
      fetch.report);
  if (fetch.report.failure) return target_.Discard(endpoint);
  counting_ = true;
  fetch.counted.emplace(target_.Count(endpoint, fetch.report));
  counting_ = false;
} catch (const std::exception& exception) {
  // This response is lost; the next one may succeed.
  counting_ = false;
  target_.Discard(endpoint);
  fetch.report.failure = FailureOf(exception, session_.step().operation);
}

void Poller::Begin(const Moment& began) {
  const std::lock_guard lock(mutex_);
  const SteadyTime deadline = began.steady + config_.poll.timeout;
  const bool expired = clock_.Now().steady >= deadline;
  turn_ = Turn{began, deadline, expired && missed_};
  missed_ = false;
  deadline_ = deadline;
  due_ = SteadyTime::max();
}

std::optional<Failure> Poller::End() {
  const std::lock_guard lock(mutex_);
  const PollTime time{turn_->began, clock_.Now().steady - turn_->began.steady};
  const bool stuck = turn_->stuck;
  turn_.reset();
  deadline_ = SteadyTime::max();
  FetchReport& report = fetches_.front().report;  // decides about the poll
  // A failed poll counts as one failure.
  if (stuck || report.failure) report.renewal_failure.reset();
  for (std::size_t i = 0; i < fetches_.size(); ++i) {
    target_.RecordRequests(fetches_[i].report);
    if (!fetches_[i].counted) continue;
    if (stuck) {
      target_.Discard(i);
    } else {
      target_.Commit(i, *std::move(fetches_[i].counted));
    }
    fetches_[i].counted.reset();
  }
  if (stuck) {
    // Check has counted and logged it already.
    report.failure =
        Failure{Operation::kMonitor, FailureReason::kStuck, "", {}};
  } else if (report.failure) {
    target_.Fail(*report.failure, time);
  } else {
    target_.Succeed(report, time);
  }
  Show();
  // A poll that Stop has ended is not an outage.
  if (!stuck && !stopped_) {
    report.failure ? log_.Failed(*report.failure)
                   : log_.Succeeded(report, target_.overview());
  }
  return std::move(report.failure);
}

std::string_view Poller::Doing() const {
  if (counting_) return "counting a response";
  if (deadline_.load() != SteadyTime::max()) return session_.step().in_words;
  return behind_since_.load() == SteadyTime::max() ? kWaiting
                                                   : "updating the page";
}

std::chrono::nanoseconds Poller::Overdue() const {
  SteadyTime since = std::min(deadline_.load(), behind_since_.load());
  if (const SteadyTime due = due_; due != SteadyTime::max()) {
    since = std::min<SteadyTime>(since, due + config_.poll.timeout);
  }
  if (since == SteadyTime::max()) return std::chrono::nanoseconds(0);
  return clock_.Now().steady - since;
}

std::chrono::nanoseconds Poller::Patience() const {
  return std::max<std::chrono::nanoseconds>(3 * config_.poll.interval,
                                            kLeastPatience);
}

void Poller::Check(SteadyTime awake_since) {
  const std::lock_guard lock(mutex_);
  const Moment now = clock_.Now();
  const auto is_stuck = [&](SteadyTime deadline) {
    deadline = std::max(deadline, awake_since + config_.poll.timeout);
    return now.steady - deadline > kStuckAfter;
  };
  const SteadyTime due = due_;
  if (turn_ && !turn_->stuck && is_stuck(turn_->deadline)) {
    turn_->stuck = true;
    CountAsStuck(turn_->began);
  } else if (!turn_ && !missed_ && due != SteadyTime::max() &&
             is_stuck(due + config_.poll.timeout)) {
    missed_ = true;
    CountAsStuck({due, now.wall - (now.steady - due)});
  }
  if (behind_since_.load() != SteadyTime::max()) Show();
}

void Poller::CountAsStuck(const Moment& began) {
  Failure failure;
  failure.operation = session_.step().operation;
  failure.reason = FailureReason::kStuck;
  failure.detail = "hangs while " + std::string(Doing());
  target_.Fail(failure, {began, clock_.Now().steady - began.steady});
  Show();
  log_.Failed(failure);
}

void Poller::Show() try {
  behind_since_ = std::min(behind_since_.load(), clock_.Now().steady);
  sink_.Show(target_.Shown());
  behind_since_ = SteadyTime::max();
} catch (const std::exception&) {
  // Out of memory: the next check tries again.
}

}  // namespace pitel
