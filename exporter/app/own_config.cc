#include "app/own_config.h"

#include <vector>

#include "config/config_check.h"
#include "config/load_config.h"

namespace pitel {

Result<Config, ConfigProblems> LoadOwnConfig(const std::filesystem::path& file,
                                             const Shard& shard) {
  auto config = LoadConfig(file);
  if (!config) return config;
  std::erase_if(config->targets, [&](const TargetConfig& target) {
    return ShardOf(target.name, shard.count) != shard.index;
  });
  ConfigProblems problems = CheckSecretFiles(*config);
  if (!problems.empty()) return problems;
  return config;
}

}  // namespace pitel
