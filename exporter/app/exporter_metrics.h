#pragma once

#include <vector>

#include "base/clock.h"
#include "metric/registry.h"

namespace pitel {

// What the exporter says of itself as a whole: its build, and the configuration
// it loaded at `loaded`.
CollectedFamilies ExporterFamilies(WallTime loaded);

}  // namespace pitel
