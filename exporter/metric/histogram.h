#pragma once

#include <chrono>
#include <span>

#include "metric/family.h"

namespace pitel {

// A histogram without observations. `bounds` ascend; +Inf is added.
HistogramValue EmptyHistogram(std::span<const double> bounds);

// Adds an observation, in seconds.
void Observe(HistogramValue& histogram, std::chrono::duration<double> time);

}  // namespace pitel
