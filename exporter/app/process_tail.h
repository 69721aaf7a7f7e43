#pragma once

#include <string>

#include "render/header_lines.h"

namespace pitel {

// The end of a telemetry page: process_* of this moment, and what closes the
// format. Any thread.
std::string RenderProcessTail(Format format);

}  // namespace pitel
