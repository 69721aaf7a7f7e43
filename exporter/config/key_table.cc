#include "config/key_table.h"

#include <yaml-cpp/emitter.h>
#include <yaml-cpp/emittermanip.h>

#include <algorithm>

#include "base/text.h"

namespace pitel {
namespace {

using Kind = YamlValue::Kind;

constexpr std::size_t kTextBytes = 8192;

// What keeps a value from being a single text, or "".
std::string FaultOf(const YamlValue& value) {
  if (value.kind == Kind::kNull) {
    return "has no value: give one, or leave the key out";
  }
  if (value.kind != Kind::kText) {
    return "must be a single value, not " + std::string(Describe(value));
  }
  if (std::any_of(value.text.begin(), value.text.end(), IsControl)) {
    return "holds a line break or another control character";
  }
  return value.text.size() > kTextBytes ? "is longer than 8192 bytes" : "";
}

}  // namespace

std::vector<std::string_view> KeyTable::Names() const {
  std::vector<std::string_view> names;
  for (const Key& key : keys) names.push_back(key.name);
  return names;
}

TextPosition PositionOf(const YamlEntry& entry) {
  return entry.value.kind == Kind::kNull ? entry.at : entry.value.at;
}

void Report(const YamlEntry& entry, std::string_view message,
            ProblemList& problems) {
  problems.Add(PositionOf(entry),
               "`" + entry.key + "` " + std::string(message));
}

void CheckMapping(const YamlValue& value, ProblemList& problems) {
  if (value.kind != Kind::kText && value.kind != Kind::kSequence) return;
  problems.Add(value.at, "expected a mapping (`key: value` lines), found " +
                             std::string(Describe(value)));
}

const YamlValue* FindText(const YamlEntry& entry, ProblemList& problems) {
  if (entry.value.kind == Kind::kRefused) return nullptr;
  const std::string fault = FaultOf(entry.value);
  if (fault.empty()) return &entry.value;
  Report(entry, fault, problems);
  return nullptr;
}

void PrintQuoted(std::string_view key, const std::string& text,
                 YAML::Emitter& out) {
  out << YAML::Key << std::string(key) << YAML::Value << YAML::DoubleQuoted
      << text;
}

void PrintPlain(std::string_view key, const std::string& text,
                YAML::Emitter& out) {
  out << YAML::Key << std::string(key) << YAML::Value << text;
}

void Print(const KeyTable& table, YAML::Emitter& out) {
  out << YAML::BeginMap;
  for (const Key& key : table.keys) {
    if (key.field.print) key.field.print(key.name, out);
  }
  out << YAML::EndMap;
}

std::string_view Describe(const YamlValue& value) {
  switch (value.kind) {
    case Kind::kNull:
      return "nothing";
    case Kind::kText:
      return "text";
    case Kind::kSequence:
      return "a list";
    case Kind::kMapping:
      return "a mapping";
    case Kind::kRefused:
      break;
  }
  return "a refused value";
}

}  // namespace pitel
