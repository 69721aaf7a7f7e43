#include "config/config.h"

#include <utility>

#include "config/mapping_reader.h"
#include "config/poll_times.h"
#include "config/target_defaults.h"
#include "config/target_files.h"
#include "config/target_section.h"
#include "config/yaml_document.h"

namespace pitel {
namespace {

void Move(const ProblemList& from, ConfigProblems& to) {
  const ConfigProblems sorted = from.Sorted();
  to.insert(to.end(), sorted.begin(), sorted.end());
}

// Reads the files of `target_files`, each with problems of its own.
ConfigProblems AppendTargetFiles(const MappingReader& root,
                                 TargetList& targets) {
  ConfigProblems all;
  for (const auto& file : FindTargetFiles(root)) {
    ProblemList problems(file);
    if (const auto list = ReadYaml(problems)) targets.Append(*list, problems);
    Move(problems, all);
  }
  return all;
}

}  // namespace

Result<Config, ConfigProblems> LoadConfig(const std::filesystem::path& file) {
  ProblemList problems(file);
  const auto document = ReadYaml(problems);
  if (!document) return problems.Sorted();
  const MappingReader root(*document, kRootKeys, problems);
  if (document->kind != YamlValue::Kind::kMapping &&
      document->kind != YamlValue::Kind::kNull) {
    return problems.Sorted();
  }
  TargetDefaults defaults = ReadTargetDefaults(root);
  const MappingReader poll(root.Nested("poll"), kPollKeys, problems);
  defaults.poll = ReadPollTimes(poll);
  TargetList targets(defaults);
  targets.Append(root.Nested("targets"), problems);
  const ConfigProblems in_files = AppendTargetFiles(root, targets);
  if (poll.Has("interval") || targets.inherits_interval()) {
    CheckPollTimes(defaults.poll, ResolvePollTimes(defaults.poll, {}).interval,
                   poll);
  }
  if (targets.count() == 0 && in_files.empty()) {
    problems.Add(root.PositionOf("targets"),
                 root.Has("target_files")
                     ? "no targets: `targets` lists none, and neither does any "
                       "file that `target_files` matches"
                     : "no targets: list at least one under `targets`");
  }
  ConfigProblems all = problems.Sorted();
  all.insert(all.end(), in_files.begin(), in_files.end());
  if (!all.empty()) return all;
  return Config{targets.TakeSorted()};
}

}  // namespace pitel
