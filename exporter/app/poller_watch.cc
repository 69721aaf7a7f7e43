// What a poller says about a poll that hangs. Tested in poller_test.cc and
// queue_poll_test.cc.
#include <algorithm>
#include <string>

#include "app/poller.h"

namespace pitel {
namespace {

constexpr std::chrono::seconds kLeastPatience{30};

}  // namespace

Operation Poller::OperationOf(std::size_t endpoint) const {
  // Before its first step, the session still names the last request.
  const bool wants_token =
      endpoint == 0 && session()->step().operation == Operation::kToken;
  return wants_token ? Operation::kToken : target_->Request(endpoint).operation;
}

std::string_view Poller::Doing() const {
  if (counting_) return "counting a response";
  if (deadline_.load() != SteadyTime::max()) return session()->step().in_words;
  return behind_since_.load() == SteadyTime::max() ? kWaiting
                                                   : "updating the page";
}

std::chrono::nanoseconds Poller::Overdue() const {
  SteadyTime since = std::min(deadline_.load(), behind_since_.load());
  if (const SteadyTime due = due_; due != SteadyTime::max()) {
    since = std::min<SteadyTime>(since, due + poll_times().timeout);
  }
  if (since == SteadyTime::max()) return std::chrono::nanoseconds(0);
  return clock_.Now().steady - since;
}

std::chrono::nanoseconds Poller::Patience() const {
  return std::max<std::chrono::nanoseconds>(3 * poll_times().interval,
                                            kLeastPatience);
}

void Poller::Check(SteadyTime awake_since) {
  const std::lock_guard lock(mutex_);
  const Moment now = clock_.Now();
  const auto is_stuck = [&](SteadyTime deadline) {
    deadline = std::max(deadline, awake_since + poll_times().timeout);
    return now.steady - deadline > kStuckAfter;
  };
  const SteadyTime due = due_;
  const bool asking = turn_ && turn_->asking;
  if (asking && !turn_->stuck && is_stuck(turn_->deadline)) {
    turn_->stuck = true;
    CountAsStuck(turn_->began);
  } else if (asking && turn_->endpoint > 0 && !turn_->holds_up_next &&
             is_stuck(turn_->deadline + poll_times().interval)) {
    turn_->holds_up_next = true;
    CountAsStuck({turn_->began.steady + poll_times().interval,
                  turn_->began.wall + poll_times().interval});
  } else if (!turn_ && !missed_ && due != SteadyTime::max() &&
             is_stuck(due + poll_times().timeout)) {
    missed_ = true;
    CountAsStuck({due, now.wall - (now.steady - due)});
  }
  if (behind_since_.load() != SteadyTime::max()) Show();
}

void Poller::CountAsStuck(const Moment& began) {
  Failure failure;
  failure.operation = OperationOf(turn_ ? turn_->endpoint : 0);
  failure.reason = FailureReason::kStuck;
  failure.detail = "hangs while " + std::string(Doing());
  if (turn_ && turn_->endpoint > 0 && !turn_->holds_up_next) {
    target_->FurtherFailed(turn_->endpoint, failure);
    log_.FurtherFailed(turn_->endpoint, failure);
  } else {
    target_->Fail(failure, {began, clock_.Now().steady - began.steady});
    for (std::size_t i = 1; i < target_->endpoint_count(); ++i) {
      target_->NotAsked(i);
    }
    log_.Failed(failure);
  }
  Show();
}

}  // namespace pitel
