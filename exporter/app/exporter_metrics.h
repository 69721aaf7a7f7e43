#pragma once

#include <cstdint>

#include "base/clock.h"
#include "metric/registry.h"

namespace pitel {

// What the exporter says of itself as a whole: its build, the configuration
// that it loaded at `loaded`, and the log lines that nobody read in time.
CollectedFamilies ExporterFamilies(WallTime loaded,
                                   std::uint64_t dropped_log_lines);

}  // namespace pitel
