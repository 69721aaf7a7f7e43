#include "config/queues_table.h"

#include <yaml-cpp/emitter.h>
#include <yaml-cpp/emittermanip.h>

#include <algorithm>
#include <map>
#include <string>

#include "base/text.h"
#include "config/fields.h"
#include "config/request_path.h"

namespace pitel {
namespace {

// In the form of any kind of server.
bool IsUuid(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) {
    return IsLetter(c) || IsDigit(c) || c == '-';
  });
}

Result<std::string> ParseQueueName(const std::string& name) {
  if (name.empty()) return Error{"must not be empty"};
  if (name == SafeLabelValue(name)) return name;
  return Error{"must be at most 128 bytes of UTF-8 without control characters"};
}

// A queue's UUID in the form in which queues are looked up.
Result<std::string> ParseQueueUuid(const std::string& text) {
  if (IsUuid(text)) return ToLower(text);
  return Error{"a key under `names` is not the UUID of a queue"};
}

void ReadQueueNames(const YamlEntry& section, ProblemList& problems,
                    std::map<std::string, std::string>& names) {
  CheckMapping(section.value, problems);
  names.clear();  // a target's names replace those of the file
  for (const YamlEntry& entry : section.value.entries) {
    const auto uuid = ParseQueueUuid(entry.key);
    if (!uuid) {
      problems.Add(entry.at, uuid.error().message);
      continue;
    }
    std::string name;
    Reading(name, [](const YamlValue& v) { return ParseQueueName(v.text); })(
        {section.key + ".<UUID>", entry.at, entry.value}, problems);
    if (!names.try_emplace(*uuid, name).second) {
      problems.Add(entry.at, "duplicate queue (UUIDs are case-insensitive)");
    }
  }
}

Field QueueNameMap(std::map<std::string, std::string>& names) {
  return {[&names](const YamlEntry& section, ProblemList& problems) {
            ReadQueueNames(section, problems, names);
          },
          [&names](std::string_view key, YAML::Emitter& out) {
            out << YAML::Key << std::string(key) << YAML::Value;
            if (names.empty()) out << YAML::Flow;
            out << YAML::BeginMap;
            for (const auto& [uuid, name] : names) PrintQuoted(uuid, name, out);
            out << YAML::EndMap;
          }};
}

}  // namespace

KeyTable QueuesTable(QueueOptions& queues, std::string_view place) {
  const QueueOptions usual;
  return {
      place,
      {
          {"enabled", Flag(queues.enabled)},
          {"path", RequestPath(queues.path, usual.path)},
          {"label", Choice(queues.naming.label, {{"uuid", QueueLabel::kUuid},
                                                 {"name", QueueLabel::kName}})},
          {"names", QueueNameMap(queues.naming.names)},
      }};
}

}  // namespace pitel
