// The configuration as plain values, every default filled in.
#pragma once

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

#include "base/result.h"
#include "calls/rules.h"
#include "fetch/api_options.h"

namespace pitel {

struct PollTimes {
  std::chrono::nanoseconds interval = std::chrono::seconds(10);
  std::chrono::nanoseconds timeout = std::chrono::seconds(8);
  std::chrono::nanoseconds max_age = std::chrono::seconds(30);

  bool operator==(const PollTimes&) const = default;
};

struct TargetConfig {
  std::string name;  // the label `target`
  PollTimes poll;
  ApiOptions api;
  bool allow_plain_http = false;
  CallRules calls;

  bool operator==(const TargetConfig&) const = default;
};

struct Config {
  std::vector<TargetConfig> targets;  // by name

  bool operator==(const Config&) const = default;
};

// Something wrong with a configuration file. Line and column count from 1; 0
// means the file as a whole.
struct ConfigProblem {
  std::filesystem::path file;
  int line = 0;
  int column = 0;
  std::string message;

  // "file:line:column: message"
  std::string Text() const;
  bool operator==(const ConfigProblem&) const = default;
};

using ConfigProblems = std::vector<ConfigProblem>;

// Reads and validates a file, with everything that is wrong with it in the
// order of the file. Does not open secret files.
Result<Config, ConfigProblems> LoadConfig(const std::filesystem::path& file);

// The configuration in force as YAML that LoadConfig reads back to the same
// values, but with `<secret>` in place of every secret.
std::string EffectiveConfig(const Config& config);

}  // namespace pitel
