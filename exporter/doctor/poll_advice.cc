#include "doctor/poll_advice.h"

#include <algorithm>
#include <chrono>
#include <cstdint>

#include "base/clock.h"
#include "config/units.h"
#include "doctor/phrases.h"

namespace pitel {
namespace {

constexpr std::uint64_t kEnoughResponses = 3;
constexpr std::chrono::seconds kUsualInterval{10};
constexpr std::chrono::seconds kLongestUsefulInterval{15};
// Callers who give up within seconds are missed if it is longer.
constexpr std::chrono::seconds kShortInterval{5};

std::uint64_t FailuresOf(const Observations& seen, FailureReason reason) {
  std::uint64_t count = 0;
  for (const auto& [key, number] : seen.failures) {
    if (key.second == reason) count += number;
  }
  return count;
}

// The shortest usual interval that leaves half of it to a response of
// `seconds`, and is not shorter than `least`. Beyond those, whole minutes.
std::chrono::seconds FittingInterval(double seconds,
                                     std::chrono::nanoseconds least) {
  for (const int interval : {5, 10, 15, 20, 30, 60, 120, 300}) {
    const std::chrono::seconds candidate(interval);
    if (candidate >= least && Seconds(candidate) >= 2 * seconds) {
      return candidate;
    }
  }
  return std::max<std::chrono::seconds>(
      std::chrono::minutes(10), std::chrono::ceil<std::chrono::minutes>(least));
}

// Whether some response tells that there are no queues: not one that may only
// be in trouble for now.
bool LacksQueues(const QueueEndpoint& queue) {
  if (queue.not_a_list > 0) return true;
  return std::any_of(queue.statuses.begin(), queue.statuses.end(),
                     [](const auto& entry) {
                       const int status = entry.first;
                       return status != 0 && status != 429 && status < 500;
                     });
}

}  // namespace

Recommendation AdviseInterval(const Observations& seen,
                              const ObservedSettings& settings) {
  Recommendation advice{"poll.interval", FormatDuration(settings.interval), ""};
  if (seen.responses < kEnoughResponses) {
    advice.value.clear();
    advice.reason = Counted(seen.responses, "successful response") + "; " +
                    std::to_string(kEnoughResponses) + " are needed.";
    return advice;
  }
  const double slow = seen.seconds.Quantile(0.95);
  if (FailuresOf(seen, FailureReason::kRateLimited) > 0) {
    advice.value = FormatDuration(FittingInterval(slow, 2 * settings.interval));
    advice.reason = "The API refused requests because there were too many.";
  } else if (2 * slow > Seconds(settings.interval) ||
             FailuresOf(seen, FailureReason::kTimeout) > seen.responses / 10) {
    advice.value = FormatDuration(
        FittingInterval(slow, settings.interval + std::chrono::seconds(1)));
    advice.reason =
        "Responses take longer than half of the interval, or time "
        "out.";
  } else if (settings.interval > kLongestUsefulInterval &&
             2 * slow <= Seconds(kUsualInterval)) {
    advice.value = FormatDuration(kUsualInterval);
    advice.reason =
        "Responses are fast enough, and above 15 s many callers "
        "ring between two polls and are missed.";
  } else {
    advice.reason = "Responses take less than half of it.";
    if (settings.interval > kShortInterval) {
      advice.reason +=
          " To count callers who give up quickly, 5 s or less is better.";
    }
  }
  return advice;
}

Recommendation AdviseQueues(const QueueEndpoint& queue) {
  Recommendation advice{"queues.enabled", "false", ""};
  if (queue.lists > 0) {
    advice.value = "true";
    advice.reason = queue.rows.Highest() > 0
                        ? "The endpoint of queues is there and lists callers."
                        : "The endpoint of queues is there, but listed nobody "
                          "meanwhile.";
  } else if (LacksQueues(queue)) {
    advice.reason =
        "The endpoint of queues did not respond with a list of callers.";
  } else if (queue.requests == 0) {
    advice.value.clear();
    advice.reason = "The endpoint of queues was not asked.";
  } else {
    advice.value.clear();
    advice.reason =
        queue.statuses.size() == queue.statuses.count(0)
            ? "The endpoint of queues did not respond."
            : "The endpoint of queues responded only with a status of 5xx or "
              "429, which may pass.";
  }
  return advice;
}

}  // namespace pitel
