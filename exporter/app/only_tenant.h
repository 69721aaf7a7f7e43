#pragma once

#include <string>
#include <vector>

#include "metric/family.h"

namespace pitel {

// The label of the only tenant that a monitor response shows, by its gauges;
// empty if it shows none, several, or tenants that are folded into `_other`.
// Tenants that the filter excludes have no series and do not count.
std::string OnlyTenant(const std::vector<Family>& gauges);

}  // namespace pitel
