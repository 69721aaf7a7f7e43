#include "app/endpoint_pause.h"

#include <algorithm>

#include "app/schedule.h"

namespace pitel {
namespace {

// Polls begin a little before or after their time.
constexpr std::chrono::seconds kTolerance{1};

bool NeedsAnOperator(const Failure& failure) {
  return failure.status == 403 || failure.status == 404;
}

}  // namespace

void EndpointPause::Asked(const std::optional<Failure>& failure,
                          SteadyTime began) {
  until_ = began;
  if (!failure) return;
  std::chrono::nanoseconds pause(0);
  if (NeedsAnOperator(*failure)) pause = kFurtherEndpointPause - kTolerance;
  if (failure->retry_after) {
    pause = std::max(pause, std::min<std::chrono::nanoseconds>(
                                *failure->retry_after, kMostRetryAfter));
  }
  until_ = began + pause;
}

}  // namespace pitel
