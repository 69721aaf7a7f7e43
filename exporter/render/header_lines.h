#pragma once

#include <string>

#include "metric/family.h"

namespace pitel {

// Prometheus text 0.0.4 and OpenMetrics 1.0.
enum class Format { kText, kOpenMetrics };

// The `# HELP` and `# TYPE` lines before the samples of a family. OpenMetrics
// has them in the other order, escapes double quotes as well and names a
// counter without its `_total`.
std::string RenderHeaderLines(const FamilyHeader& header, Format format);

}  // namespace pitel
