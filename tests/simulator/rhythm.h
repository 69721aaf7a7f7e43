#pragma once

#include <chrono>

#include "simulator/types.h"

namespace pitel::simulation {

// How busy the phones are at a moment, as a share (0, 1] of the busiest: two
// humps around a lunch break from Monday to Friday, less at the weekend.
double Rhythm(Time time, std::chrono::seconds utc_offset);

}  // namespace pitel::simulation
