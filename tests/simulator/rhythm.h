#pragma once

#include <chrono>

#include "simulator/types.h"

namespace pitel::simulation {

// How busy the phones are at one time, as a share (0, 1] of the busiest: two
// peaks around a lunch break from Monday to Friday, less at the weekend.
double Rhythm(Time time, std::chrono::seconds utc_offset);

}  // namespace pitel::simulation
