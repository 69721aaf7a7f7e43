#pragma once

#include <vector>

#include "calls/snapshot.h"
#include "metric/family.h"

namespace pitel {

// The gauges of the last successful response, in the order of their names; they
// view the texts of `snapshot`. Zero stands for what is known to be none: for
// every pair of tenant and server in `snapshot`, and every listed device;
// `unknown` only occurs where there is some.
std::vector<Family> CallGauges(const CallSnapshot& snapshot);

}  // namespace pitel
