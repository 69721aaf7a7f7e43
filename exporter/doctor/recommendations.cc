#include "doctor/recommendations.h"

#include "doctor/call_advice.h"
#include "doctor/poll_advice.h"
#include "doctor/time_advice.h"

namespace pitel {

std::vector<Recommendation> Recommend(const Observations& observations,
                                      const ObservedSettings& settings) {
  return {AdviseCallerKey(observations),
          AdviseEmptyState(observations),
          AdviseCallTimeZone(observations.call_times, settings),
          AdviseTimezone(observations.call_times, settings),
          AdviseInterval(observations, settings),
          AdviseQueues(observations.queue)};
}

}  // namespace pitel
