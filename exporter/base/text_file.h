#pragma once

#include <cstddef>
#include <filesystem>
#include <string>

#include "base/result.h"

namespace pitel {

// The whole content of a regular file of at most `limit` bytes. Never blocks
// on a pipe or a device. The error says what is wrong, without the path.
Result<std::string> ReadTextFile(const std::filesystem::path& file,
                                 std::size_t limit);

}  // namespace pitel
