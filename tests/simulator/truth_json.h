#pragma once

#include <string>

#include "simulator/world.h"

namespace pitel::simulation {

// What really happened in the world so far, and who really rings and talks now,
// as one JSON document: equal worlds give equal bytes. Tenants are ordered by
// name. README.md describes it.
std::string RenderTruth(const World& world);

}  // namespace pitel::simulation
