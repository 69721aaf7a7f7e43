#pragma once

#include <vector>

#include "calls/call_totals.h"
#include "metric/family.h"

namespace pitel {

// The counters of the followed calls, as families ordered by name; they view
// the texts of `totals`. Every tenant has series for the known directions, even
// while they are 0.
std::vector<Family> CallCounters(const CallTotals& totals);

}  // namespace pitel
