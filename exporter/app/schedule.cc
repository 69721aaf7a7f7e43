#include "app/schedule.h"

#include <algorithm>

namespace pitel {
namespace {

// The credential does not serve, or no token can be had for it.
bool IsRefusal(const Failure& failure) {
  return failure.operation == Operation::kToken ||
         failure.reason == FailureReason::kUnauthorized ||
         failure.reason == FailureReason::kForbidden;
}

}  // namespace

// How long to stay away, at least; zero for no longer than the interval.
std::chrono::nanoseconds PollSchedule::WaitAfter(
    const std::optional<Failure>& failure) {
  std::chrono::nanoseconds wait{0};
  if (failure && failure->retry_after) {
    wait = std::min<std::chrono::nanoseconds>(*failure->retry_after,
                                              kMostRetryAfter);
  }
  if (!failure || !IsRefusal(*failure)) {
    refusals_ = 0;
    return wait;
  }
  // The first refusal waits for one interval, each later one twice as long.
  std::chrono::nanoseconds doubled = interval_;
  for (int i = 0; i < refusals_ && doubled < kMostRefusalWait; ++i) {
    doubled *= 2;
  }
  ++refusals_;
  return std::max(
      wait, std::min<std::chrono::nanoseconds>(doubled, kMostRefusalWait));
}

void PollSchedule::Polled(const std::optional<Failure>& failure, SteadyTime now,
                          double jitter) {
  const auto wait = WaitAfter(failure);
  due_ += interval_;
  const auto off_grid = (due_ - first_) % interval_;
  if (off_grid.count() != 0) due_ += interval_ - off_grid;
  if (due_ <= now) due_ += (now - due_) / interval_ * interval_;
  awaits_credential_ = false;
  if (wait <= interval_) return;
  const auto until =
      now + wait +
      std::chrono::duration_cast<std::chrono::nanoseconds>(wait * 0.1 * jitter);
  while (due_ < until) due_ += interval_;
  awaits_credential_ = !failure->retry_after;
}

}  // namespace pitel
