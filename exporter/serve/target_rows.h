// Tested in landing_page_test.cc.
#pragma once

#include <string>
#include <vector>

#include "base/clock.h"
#include "serve/overview.h"

namespace pitel {

// The head and the rows of the table of targets on the landing page, in the
// order of `targets`. `overview` names the columns. Every text is escaped.
std::string RenderTargetRows(const std::vector<const TargetOverview*>& targets,
                             const Overview& overview, SteadyTime now);

}  // namespace pitel
