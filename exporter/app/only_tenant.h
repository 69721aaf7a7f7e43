#pragma once

#include <string>
#include <vector>

#include "metric/family.h"

namespace pitel {

// The label of the only tenant that the gauges of a monitor response show;
// empty if they show none, several, or tenants that are folded into `_other`.
// Tenants that the filter excludes have no series and do not count.
std::string OnlyTenant(const std::vector<Family>& gauges);

}  // namespace pitel
