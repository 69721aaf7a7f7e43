#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "doctor/observations.h"
#include "doctor/recommendations.h"

namespace pitel {

struct ObservedTarget {
  Observations observations;
  ObservedSettings settings;
};

// The report of the doctor for people: what was seen of each target, in the
// order of the configuration, and the settings that follow. Targets are called
// target 1, target 2 and so on; it contains nothing from a response except
// numbers and known words. `version` is that of the program.
std::string DoctorReport(std::string_view version,
                         const std::vector<ObservedTarget>& targets);

// "target 1: 12 responses, 1 failure".
std::string DoctorProgress(std::size_t number,
                           const Observations& observations);

}  // namespace pitel
