#pragma once

#include <string>

#include "simulator/world.h"

namespace pitel::simulation {

// What really happened in the world so far, and who really rings and talks at
// this moment, as one JSON document: equal worlds give equal bytes. Tenants
// stand in the order of their names. README.md describes it.
std::string RenderTruth(const World& world);

}  // namespace pitel::simulation
