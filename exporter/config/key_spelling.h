#pragma once

#include <cstddef>
#include <span>
#include <string_view>

namespace pitel {

// The one of `keys` that `key` most likely misspells, or "".
std::string_view NearestKey(std::string_view key,
                            std::span<const std::string_view> keys);

// The least number of insertions, deletions, replacements and swaps of
// neighbours that turn one text into the other.
std::size_t EditDistance(std::string_view a, std::string_view b);

}  // namespace pitel
