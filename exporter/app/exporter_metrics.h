#pragma once

#include <cstdint>
#include <vector>

#include "base/clock.h"
#include "metric/family.h"

namespace pitel {

// Metrics about the exporter itself: its build, the configuration that it
// loaded at `loaded`, and the number of dropped log lines.
std::vector<Family> ExporterFamilies(WallTime loaded,
                                     std::uint64_t dropped_log_lines);

}  // namespace pitel
