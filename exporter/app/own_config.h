#pragma once

#include <filesystem>

#include "base/result.h"
#include "config/config.h"
#include "config/problem_list.h"
#include "config/shard.h"

namespace pitel {

// Reads and validates the configuration of this process: the targets of its
// shard, whose secret files must be usable. Tested in shards_test.py.
Result<Config, ConfigProblems> LoadOwnConfig(const std::filesystem::path& file,
                                             const Shard& shard);

}  // namespace pitel
