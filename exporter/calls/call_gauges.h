#pragma once

#include <vector>

#include "calls/snapshot.h"
#include "metric/family.h"

namespace pitel {

// The gauges of the last successful response, ordered by name; they view the
// texts of `snapshot`. Every pair of tenant and server in `snapshot`, and every
// listed device, has series even at 0; `unknown` has one only where it occurs.
std::vector<Family> CallGauges(const CallSnapshot& snapshot);

}  // namespace pitel
