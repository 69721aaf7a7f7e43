#include "app/schedule.h"

#include <algorithm>

namespace pitel {
namespace {

constexpr std::chrono::nanoseconds kFirstPollsWithin = std::chrono::seconds(10);

// Whether the host refused the credential. A failed connection, a timeout or a
// 5xx says nothing about it.
bool IsRefusal(const Failure& failure) {
  switch (failure.reason) {
    case FailureReason::kUnauthorized:
    case FailureReason::kForbidden:
      return true;
    case FailureReason::kRateLimited:
    case FailureReason::kHttp4xx:
    case FailureReason::kRedirect:
      return failure.operation == Operation::kToken;
    default:
      return false;
  }
}

}  // namespace

// One interval after the first refusal, twice as long after each later one.
std::chrono::nanoseconds PollSchedule::WaitAfterRefusal() {
  std::chrono::nanoseconds wait = interval_;
  for (int i = 0; i < refusals_ && wait < kMostRefusalWait; ++i) wait *= 2;
  ++refusals_;
  return std::min<std::chrono::nanoseconds>(wait, kMostRefusalWait);
}

SteadyTime PollSchedule::NextOnGrid(SteadyTime time) const {
  const auto before = (first_ - time) % interval_;
  return time + before + (before.count() < 0 ? interval_ : before * 0);
}

SteadyTime PollSchedule::NextPoint(SteadyTime now) const {
  if (began_ == SteadyTime::min()) return std::max(now, first_);
  return NextOnGrid(std::max(now, began_ + interval_ / 2));
}

void PollSchedule::ChangeInterval(std::chrono::nanoseconds interval,
                                  SteadyTime now) {
  const bool shorter = interval < interval_;
  interval_ = interval;
  if (shorter && !backs_off_) due_ = std::min(due_, NextPoint(now));
}

void PollSchedule::EndWait(SteadyTime now) {
  if (backs_off_) due_ = std::min(due_, NextPoint(now));
  awaits_credential_ = false;
  backs_off_ = false;
  refusals_ = 0;
}

void PollSchedule::Polled(const std::optional<Failure>& failure,
                          SteadyTime began, SteadyTime now, double jitter) {
  began_ = began;
  const bool refused = failure && IsRefusal(*failure);
  if (!refused) refusals_ = 0;
  auto wait = refused ? WaitAfterRefusal() : std::chrono::nanoseconds(0);
  // One interval is the normal wait.
  if (wait <= interval_) wait = wait * 0;
  awaits_credential_ = wait.count() > 0 && !failure->retry_after;
  if (failure && failure->retry_after) {
    wait = std::max(wait, std::min<std::chrono::nanoseconds>(
                              *failure->retry_after, kMostRetryAfter));
  }
  backs_off_ = wait > interval_;
  const auto lengthened =
      wait +
      std::chrono::duration_cast<std::chrono::nanoseconds>(wait * 0.1 * jitter);
  due_ = NextPoint(now + lengthened);
}

std::chrono::nanoseconds FirstPollAfter(std::chrono::nanoseconds interval,
                                        std::size_t index, std::size_t count) {
  return std::min(interval, kFirstPollsWithin) /
         static_cast<std::int64_t>(count) * static_cast<std::int64_t>(index);
}

}  // namespace pitel
