#pragma once

#include <optional>
#include <string_view>

namespace pitel {

// The cost of a bcrypt hash: "$2y$10$" and 53 characters, with 2a, 2b, 2x or
// 2y, and a cost from 4 to 31. Each step doubles the time. Absent if `text` is
// anything else.
std::optional<int> BcryptCost(std::string_view text);

}  // namespace pitel
