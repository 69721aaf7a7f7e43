#pragma once

#include <vector>

#include "doctor/observations.h"
#include "doctor/recommendation.h"

namespace pitel {

// One for each of calls.caller_key, calls.empty_state, call_time_zone,
// timezone, poll.interval and queues.enabled, in this order.
std::vector<Recommendation> Recommend(const Observations& observations,
                                      const ObservedSettings& settings);

}  // namespace pitel
