#include "app/poller.h"

#include <algorithm>
#include <exception>
#include <functional>
#include <new>
#include <random>
#include <utility>

namespace pitel {
namespace {

// How often a target that is backing off looks for a new credential.
constexpr std::chrono::seconds kCredentialCheck{1};
constexpr std::chrono::seconds kLeastPatience{30};

}  // namespace

Poller::Poller(const TargetConfig& config, const Clock& clock, Log& log,
               TargetPageSink& sink)
    : config_(config),
      name_("target " + config.name),
      clock_(clock),
      sink_(sink),
      session_(config.name, config.api, clock, log),
      target_(config),
      log_(config.name, log) {
  sink_.Show(target_.Page());
}

Poller::~Poller() { Stop(); }

void Poller::Start(SteadyTime first) {
  thread_ = std::jthread([this, first] { Run(first); });
}

void Poller::Stop() {
  session_.Cancel();
  stop_.request_stop();
}

bool Poller::PollOnce() { return !Poll().has_value(); }

void Poller::Run(SteadyTime first) {
  PollSchedule schedule(config_.poll.interval, first);
  std::minstd_rand random(static_cast<unsigned>(
      std::hash<std::string>()(name_) ^
      static_cast<std::size_t>(first.time_since_epoch().count())));
  std::uniform_real_distribution<double> jitter(0, 1);
  while (WaitUntilDue(schedule)) {
    const SteadyTime began = clock_.Now().steady;
    const auto failure = Poll();
    const SteadyTime now = clock_.Now().steady;
    schedule.Polled(failure, began, now, jitter(random));
    const auto wait = schedule.due() - now;
    if (wait > config_.poll.interval) {
      const std::lock_guard lock(mutex_);
      log_.BackingOff(wait);
    }
  }
}

bool Poller::WaitUntilDue(PollSchedule& schedule) {
  std::unique_lock lock(waiting_);
  const std::stop_token stop = stop_.get_token();
  const auto never = [] { return false; };
  while (!stop.stop_requested()) {
    const SteadyTime now = clock_.Now().steady;
    if (now >= schedule.due()) return true;
    SteadyTime until = schedule.due();
    if (schedule.awaits_credential()) {
      if (CredentialChanged()) {
        schedule.PollAt(now);
        return true;
      }
      until = std::min<SteadyTime>(until, now + kCredentialCheck);
    }
    stopped_.wait_until(lock, stop, until, never);
  }
  return false;
}

bool Poller::CredentialChanged() try {
  return session_.CredentialChanged();
} catch (const std::bad_alloc&) {
  return false;  // the next check tries again
}

std::optional<Failure> Poller::Poll() {
  const Moment began = clock_.Now();
  Begin(began);
  PollReport report;
  report.sent = began;
  std::optional<Target::Counted> counted;
  try {
    std::optional<Answer> answer;
    report = session_.Poll(began.steady + config_.poll.timeout,
                           [&](ByteSource& body) -> std::optional<JsonError> {
                             auto read = target_.Read(body);
                             if (!read) return read.error();
                             answer = *std::move(read);
                             return std::nullopt;
                           });
    counting_ = true;
    if (!report.failure) {
      counted.emplace(target_.Count(*std::move(answer), report));
    }
  } catch (const std::exception&) {
    // This poll is lost; the next one may succeed.
    report.failure = Failure{
        Operation::kMonitor, FailureReason::kOther, "out of memory", {}};
  }
  counting_ = false;
  End(report, std::move(counted));
  return std::move(report.failure);
}

void Poller::Begin(const Moment& began) {
  const std::lock_guard lock(mutex_);
  turn_ = Turn{began, began.steady + config_.poll.timeout};
  deadline_ = turn_->deadline;
}

void Poller::End(PollReport& report, std::optional<Target::Counted> counted) {
  const std::lock_guard lock(mutex_);
  const PollTime time{turn_->began, clock_.Now().steady - turn_->began.steady};
  const bool stuck = turn_->stuck;
  turn_.reset();
  deadline_ = SteadyTime::max();
  target_.RecordRequests(report);
  if (stuck) {
    // Check has counted and logged it already.
    report.failure =
        Failure{Operation::kMonitor, FailureReason::kStuck, "", {}};
  } else if (report.failure) {
    target_.Fail(*report.failure, time);
  } else {
    target_.Succeed(*std::move(counted), report, time);
  }
  Show();
  // A poll that Stop has ended is not an outage.
  if (stuck || stop_.stop_requested()) return;
  report.failure ? log_.Failed(*report.failure)
                 : log_.Succeeded(report, target_.overview());
}

std::string_view Poller::Doing() const {
  return counting_ ? "counting calls" : session_.step().in_words;
}

std::chrono::nanoseconds Poller::Overdue() const {
  const SteadyTime deadline = deadline_;
  if (deadline == SteadyTime::max()) return std::chrono::nanoseconds(0);
  return clock_.Now().steady - deadline;
}

std::chrono::nanoseconds Poller::Patience() const {
  return std::max<std::chrono::nanoseconds>(3 * config_.poll.interval,
                                            kLeastPatience);
}

void Poller::Check() {
  const std::lock_guard lock(mutex_);
  if (turn_ && !turn_->stuck && Overdue() > kStuckAfter) CountAsStuck();
  if (page_is_behind_) Show();
}

void Poller::CountAsStuck() {
  Failure failure;
  failure.operation = session_.step().operation;
  failure.reason = FailureReason::kStuck;
  failure.detail = "hangs while " + std::string(Doing());
  turn_->stuck = true;
  const auto duration = clock_.Now().steady - turn_->began.steady;
  target_.Fail(failure, {turn_->began, duration});
  Show();
  log_.Failed(failure);
}

void Poller::Show() try {
  page_is_behind_ = true;
  sink_.Show(target_.Page());
  page_is_behind_ = false;
} catch (const std::bad_alloc&) {
  // The next check tries again.
}

}  // namespace pitel
