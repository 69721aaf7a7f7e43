#pragma once

#include <string>

#include "config/config.h"

namespace pitel {

// The configuration in force as YAML that LoadConfig reads back to the same
// values, but with `<secret>` in place of every secret.
std::string EffectiveConfig(const Config& config);

}  // namespace pitel
