#pragma once

#include <chrono>
#include <string_view>

#include "base/result.h"

namespace pitel {

// As Go's time.ParseDuration reads it: decimal numbers with the units h, m, s,
// ms, us and ns, such as "1.5h" or "1m30s", or "0". It may be negative.
Result<std::chrono::nanoseconds> ParseGoDuration(std::string_view text);

}  // namespace pitel
