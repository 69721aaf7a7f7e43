#pragma once

#include <string>
#include <string_view>

#include "serve/overview.h"

namespace pitel {

// The targets in the JSON of Prometheus' HTTP service discovery: one group per
// target, all at `address` (printable ASCII), with the parameter that selects
// the target's part of the telemetry page.
std::string RenderDiscovery(const Overview& overview, std::string_view address);

}  // namespace pitel
