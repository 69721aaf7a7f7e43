#include "app/endpoint_pause.h"

#include <gtest/gtest.h>

#include "app/schedule.h"

namespace pitel {
namespace {

using std::chrono::hours;
using std::chrono::seconds;

constexpr SteadyTime kBegan{hours(1)};

// Whether the pause is over after `time` if a request failed like this.
bool IsOver(const Failure& failure, std::chrono::nanoseconds time) {
  EndpointPause pause;
  pause.Asked(failure, kBegan);
  return pause.IsOver(kBegan + time);
}

Failure Status(int status, FailureReason reason) {
  Failure failure;
  failure.reason = reason;
  failure.status = status;
  return failure;
}

TEST(EndpointPause, IsOverAtFirstAndAfterAResponse) {
  EndpointPause pause;
  EXPECT_TRUE(pause.IsOver(SteadyTime(seconds(0))));
  pause.Asked(Status(404, FailureReason::kHttp4xx), kBegan);
  pause.Asked(std::nullopt, kBegan);
  EXPECT_TRUE(pause.IsOver(kBegan + seconds(1)));
}

TEST(EndpointPause, LastsFiveMinutesAfterA403Or404) {
  for (const auto& failure : {Status(403, FailureReason::kForbidden),
                              Status(404, FailureReason::kHttp4xx)}) {
    EXPECT_FALSE(IsOver(failure, seconds(290)));
    EXPECT_TRUE(IsOver(failure, seconds(300)));
  }
}

TEST(EndpointPause, EndsAtOnceAfterOtherFailures) {
  for (const auto& failure : {Status(401, FailureReason::kUnauthorized),
                              Status(405, FailureReason::kHttp4xx),
                              Status(500, FailureReason::kHttp5xx),
                              Status(0, FailureReason::kTimeout)}) {
    EXPECT_TRUE(IsOver(failure, seconds(10)));
  }
}

TEST(EndpointPause, HonoursRetryAfter) {
  Failure failure = Status(429, FailureReason::kRateLimited);
  failure.retry_after = seconds(60);
  EXPECT_FALSE(IsOver(failure, seconds(59)));
  EXPECT_TRUE(IsOver(failure, seconds(60)));
  failure.retry_after = hours(10);
  EXPECT_FALSE(IsOver(failure, kMostRetryAfter - seconds(1)));
  EXPECT_TRUE(IsOver(failure, kMostRetryAfter));
}

}  // namespace
}  // namespace pitel
