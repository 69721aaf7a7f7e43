#pragma once

#include <span>
#include <string_view>

namespace pitel {

// The one of `keys` that `key` most likely misspells, or "".
std::string_view NearestKey(std::string_view key,
                            std::span<const std::string_view> keys);

}  // namespace pitel
