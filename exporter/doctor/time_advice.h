#pragma once

#include "doctor/observations.h"
#include "doctor/recommendation.h"

namespace pitel {

// What to set so that call times are read right. Tested in
// recommendations_test.cc.
Recommendation AdviseCallTimeZone(const CallTimes& times,
                                  const ObservedSettings& settings);
Recommendation AdviseTimezone(const CallTimes& times,
                              const ObservedSettings& settings);

}  // namespace pitel
