#pragma once

#include "doctor/observations.h"
#include "doctor/recommendation.h"

namespace pitel {

// What to set for polls and queues. Tested in recommendations_test.cc.
Recommendation AdviseInterval(const Observations& seen,
                              const ObservedSettings& settings);
Recommendation AdviseQueues(const QueueEndpoint& queue);

}  // namespace pitel
