#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/clock.h"
#include "metric/family.h"
#include "render/family_text.h"
#include "render/selection.h"

namespace pitel {

// Metrics about the exporter itself: its build, the configuration that it
// loaded at `loaded`, whether the last one was valid, and the number of dropped
// log lines.
std::vector<Family> ExporterFamilies(WallTime loaded, bool last_was_valid,
                                     std::uint64_t dropped_log_lines);

// The end of a telemetry page: the current process_* metrics, if selected, and
// the closing line of the format, if any. Any thread.
std::string RenderProcessTail(Format format, const Selection& selection = {});

}  // namespace pitel
