#pragma once

#include <filesystem>
#include <vector>

#include "config/mapping_reader.h"

namespace pitel {

// The files that the patterns under `target_files` match, each once, in the
// order of their names. A pattern may match nothing yet; a name without `*`,
// `?` and `[` must exist.
std::vector<std::filesystem::path> FindTargetFiles(const MappingReader& root);

}  // namespace pitel
