#include "config/load_config.h"

#include <filesystem>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "config/file_tables.h"
#include "config/queues_table.h"
#include "config/target_files.h"
#include "config/target_list.h"
#include "config/yaml_document.h"

namespace pitel {
namespace {

using Kind = YamlValue::Kind;

using FileSet = std::set<std::filesystem::path>;

// Finds the files of `target_files`. Returns whether no pattern was reported.
bool FindFiles(const std::vector<YamlEntry>& patterns, ProblemList& problems,
               FileSet& files) {
  bool good = true;
  for (const YamlEntry& pattern : patterns) {
    const auto found =
        FindTargetFiles(pattern.value.text, problems.Resolve(""));
    if (!found) {
      Report(pattern, found.error().message, problems);
      good = false;
      continue;
    }
    for (const auto& file : *found) files.insert(file.lexically_normal());
  }
  return good;
}

// Reads the files of `target_files`, each with its own problems.
ConfigProblems AppendTargetFiles(const FileSet& files, TargetList& targets) {
  ConfigProblems all;
  for (const auto& file : files) {
    ProblemList problems(file);
    if (const auto list = ReadYaml(problems)) targets.Append(*list, problems);
    for (const auto& problem : problems.Sorted()) all.push_back(problem);
  }
  return all;
}

}  // namespace

Result<Config, ConfigProblems> LoadConfig(const std::filesystem::path& file) {
  ProblemList problems(file);
  const auto document = ReadYaml(problems);
  if (!document) return problems.Sorted();
  FileValues values;
  const MappingReader root =
      ReadMapping(*document, FileTable(values), problems);
  if (document->kind != Kind::kMapping && document->kind != Kind::kNull) {
    return problems.Sorted();
  }
  const auto read = [&](const char* key, const KeyTable& table) {
    return ReadMapping(root.Nested(key), table, problems);
  };
  const MappingReader poll = read("poll", PollTable(values.poll));
  read("calls", CallsTable(values));
  read("queues", QueuesTable(values.queues, "`queues`"));
  read("limits", LimitsTable(values));
  read("tenants", TenantsTable(values.calls.tenants));
  TargetList targets(values);
  targets.Append(root.Nested("targets"), problems);
  FileSet files;
  const bool found = FindFiles(values.target_files, problems, files);
  const ConfigProblems in_files = AppendTargetFiles(files, targets);
  if (poll.Has("interval") || targets.inherits_interval()) {
    CheckPollTimes(values.poll, ResolvePollTimes(values.poll, {}).interval,
                   poll);
  }
  if (targets.count() == 0 && found && in_files.empty()) {
    problems.Add(root.PositionOf("targets"),
                 root.Has("target_files")
                     ? "no targets: `targets` lists none, and neither does any "
                       "file that `target_files` matches"
                     : "no targets: list at least one under `targets`");
  }
  ConfigProblems all = problems.Sorted();
  all.insert(all.end(), in_files.begin(), in_files.end());
  if (!all.empty()) return all;
  return Config{targets.TakeSorted(), problems.warnings()};
}

}  // namespace pitel
