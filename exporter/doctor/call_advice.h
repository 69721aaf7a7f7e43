#pragma once

#include "doctor/observations.h"
#include "doctor/recommendation.h"

namespace pitel {

// What to set for the counting of calls. Tested in recommendations_test.cc.
Recommendation AdviseCallerKey(const Observations& seen);
Recommendation AdviseEmptyState(const Observations& seen);

}  // namespace pitel
