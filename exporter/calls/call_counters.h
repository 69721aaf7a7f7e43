#pragma once

#include <vector>

#include "calls/call_totals.h"
#include "metric/family.h"

namespace pitel {

// What became of the followed calls, as families in the order of their names;
// they view the texts of `totals`. Of every tenant there are series for the
// known directions, also while they are 0.
std::vector<Family> CallCounters(const CallTotals& totals);

}  // namespace pitel
