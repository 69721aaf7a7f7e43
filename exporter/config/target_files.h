#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/result.h"

namespace pitel {

// The files that the patterns of `target_files` match, each once, in the order
// of their names. They are relative to the folder, which is absolute. A pattern
// may match nothing yet; a name without `*`, `?` and `[` must exist. Fails if a
// folder exists but cannot be read, since its targets would vanish; the error
// follows the name of the key.
Result<std::vector<std::filesystem::path>> FindTargetFiles(
    const std::vector<std::string>& patterns,
    const std::filesystem::path& folder);

}  // namespace pitel
