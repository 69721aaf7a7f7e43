#pragma once

#include <filesystem>

#include "base/result.h"
#include "config/config.h"
#include "config/problem_list.h"

namespace pitel {

// Reads and validates a file. The error has all its mistakes in the order of
// the file. Does not open secret files.
Result<Config, ConfigProblems> LoadConfig(const std::filesystem::path& file);

}  // namespace pitel
