#pragma once

#include <chrono>
#include <map>
#include <string>
#include <vector>

#include "config/config.h"
#include "config/file_tables.h"

namespace pitel {

inline constexpr std::size_t kMostTargets = 10'000;

// The targets of a configuration while its files are read.
class TargetList {
 public:
  // `file` outlives the list.
  explicit TargetList(const FileValues& file) : file_(file) {}

  // Reads a list of targets: `targets`, or the whole of a target file.
  void Append(const YamlValue& list, ProblemList& problems);

  // How many the lists contain, valid or not.
  std::size_t count() const { return count_; }
  // Whether one of them is polled at the interval of `poll`.
  bool inherits_interval() const { return inherits_interval_; }
  std::vector<TargetConfig> TakeSorted();

 private:
  void AppendOne(const YamlValue& value, ProblemList& problems);
  void CheckName(const std::string& name, const MappingReader& target);

  const FileValues& file_;
  std::vector<TargetConfig> targets_;
  std::map<std::string, std::string> places_;  // "file:line" by name
  std::size_t count_ = 0;
  bool inherits_interval_ = false;
};

}  // namespace pitel
