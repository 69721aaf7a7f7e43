#pragma once

#include <string>

#include "doctor/observations.h"

namespace pitel {

// The lines of the report about calls. Tested in report_test.cc.
std::string CallsSection(const Observations& seen);

}  // namespace pitel
