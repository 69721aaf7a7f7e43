#pragma once

#include <filesystem>
#include <vector>

#include "base/result.h"
#include "config/problem_list.h"
#include "config/web_config.h"

namespace pitel {

struct LoadedWebConfig {
  // The error has all mistakes in the order of the file.
  Result<WebConfig, ConfigProblems> config;
  // Whether the file turns TLS on, valid or not.
  bool tls = false;
  // The files that it names, whether or not they can be read.
  std::vector<std::filesystem::path> files;
};

// Reads and validates a file of --web.config.file and the certificates and keys
// that it names.
LoadedWebConfig LoadWebConfig(const std::filesystem::path& file);

}  // namespace pitel
