#pragma once

#include <cstdint>
#include <vector>

#include "metric/family.h"

namespace pitel {

// Problems in the rows of successful responses.
struct RowProblems {
  std::uint64_t not_an_object = 0;  // such rows are skipped
  // Legs with an unrecognised or unusable value of the field.
  std::uint64_t unknown_call_state = 0;
  std::uint64_t unknown_direction = 0;
  std::uint64_t unknown_call_time = 0;

  RowProblems& operator+=(const RowProblems& other);
  bool operator==(const RowProblems&) const = default;
};

// In the order of their names.
std::vector<Family> RowProblemCounters(const RowProblems& problems);

}  // namespace pitel
