#pragma once

#include <vector>

#include "metric/family.h"

namespace pitel {

// The process_* families of client libraries, by name: this process now, as the
// kernel describes it. Families are absent if it does not tell their value (a
// hidden /proc, no file descriptor left to read it). A few system calls, from
// any thread.
std::vector<Family> ReadProcessFamilies();

}  // namespace pitel
