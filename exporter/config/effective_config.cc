#include "config/effective_config.h"

#include <yaml-cpp/emitter.h>
#include <yaml-cpp/emittermanip.h>

#include <algorithm>

#include "config/file_tables.h"
#include "config/target_table.h"

namespace pitel {
namespace {

// The values that a file sets for every target.
FileValues ValuesOf(const Config& config) {
  FileValues values;
  if (config.targets.empty()) return values;
  values.calls = config.targets.front().calls;
  values.queues = config.targets.front().queues;
  // Without the key, grace follows each target's interval when read back.
  const bool usual =
      std::ranges::all_of(config.targets, [](const auto& target) {
        return target.calls.grace == DefaultGrace(target.calls.interval);
      });
  if (!usual) values.grace = values.calls.grace;
  return values;
}

void PrintTargets(const Config& config, YAML::Emitter& out) {
  out << YAML::Key << "targets" << YAML::Value;
  if (config.targets.empty()) out << YAML::Flow;
  out << YAML::BeginSeq;
  for (const TargetConfig& target : config.targets) {
    const PollTimes& poll = target.poll;
    TargetValues values{target, {poll.interval, poll.timeout, poll.max_age}};
    Print(TargetTable(values), out);
  }
  out << YAML::EndSeq;
}

}  // namespace

std::string EffectiveConfig(const Config& config) {
  FileValues values = ValuesOf(config);
  KeyTable table = FileTable(values);
  std::ranges::find(table.keys, "targets", &Key::name)->field.print =
      [&](std::string_view, YAML::Emitter& out) { PrintTargets(config, out); };
  YAML::Emitter out;
  Print(table, out);
  return std::string(out.c_str(), out.size()) + "\n";
}

}  // namespace pitel
