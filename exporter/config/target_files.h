#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/result.h"

namespace pitel {

// The files that a pattern of `target_files` matches, in any order. It is
// relative to the folder, which is absolute. It may match nothing yet; a name
// without `*`, `?` and `[` must exist. Fails if a folder exists but cannot be
// read, since its targets would vanish. The error follows the name of the key
// and does not repeat the pattern, which may be a secret in the wrong place.
Result<std::vector<std::filesystem::path>> FindTargetFiles(
    const std::string& pattern, const std::filesystem::path& folder);

}  // namespace pitel
