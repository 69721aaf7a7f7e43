#pragma once

#include <string>

#include "render/family_text.h"

namespace pitel {

// The end of a telemetry page: the current process_* metrics, and the closing
// line of the format, if any. Any thread.
std::string RenderProcessTail(Format format);

}  // namespace pitel
