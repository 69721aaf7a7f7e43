// The worlds that are studied.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "simulator/parameters.h"

namespace pitel::accuracy {

// The simulator's ordinary world, from a Monday morning on.
simulation::Parameters WorkingDay(std::uint32_t rows);

// The same without anything that makes one caller look like two, or two like
// one: each call has one call_id from its beginning to its end.
simulation::Parameters OneIdEach(std::uint32_t rows);

struct NamedWorld {
  std::string name;
  simulation::Parameters parameters;
};

// OneIdEach, then OneIdEach with one peculiarity at a time, then WorkingDay,
// which has them all.
std::vector<NamedWorld> Causes(std::uint32_t rows);

}  // namespace pitel::accuracy
