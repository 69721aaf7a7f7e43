#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace pitel {

// The files that the patterns of `target_files` match, each once, in the order
// of their names. They are relative to the folder, which is absolute. A pattern
// may match nothing yet; a name without `*`, `?` and `[` must exist.
std::vector<std::filesystem::path> FindTargetFiles(
    const std::vector<std::string>& patterns,
    const std::filesystem::path& folder);

}  // namespace pitel
