#include "config/key_table.h"

#include <yaml-cpp/emitter.h>
#include <yaml-cpp/emittermanip.h>

#include <algorithm>

#include "base/text.h"
#include "config/key_spelling.h"

namespace pitel {
namespace {

using Kind = YamlValue::Kind;

constexpr std::size_t kTextBytes = 8192;

// Why a value is not a single text, or "".
std::string FaultOf(const YamlValue& value) {
  if (value.kind == Kind::kNull) {
    return "has no value: give one, or leave the key out";
  }
  if (value.kind != Kind::kText) {
    return "must be a single value, not " + value.Described();
  }
  if (std::ranges::any_of(value.text, IsControl)) {
    return "contains a line break or another control character";
  }
  return value.text.size() > kTextBytes ? "is longer than 8192 bytes" : "";
}

}  // namespace

std::vector<std::string_view> KeyTable::Names() const {
  std::vector<std::string_view> names;
  for (const Key& key : keys) names.push_back(key.name);
  return names;
}

bool KeyTable::Has(std::string_view key) const {
  return std::ranges::find(keys, key, &Key::name) != keys.end();
}

void Report(const YamlEntry& entry, std::string_view message,
            ProblemList& problems) {
  problems.Add(entry.value.at, "`" + entry.key + "` " + std::string(message));
}

void CheckMapping(const YamlValue& value, ProblemList& problems) {
  if (value.kind != Kind::kText && value.kind != Kind::kSequence) return;
  problems.Add(value.at, "expected a mapping (`key: value` lines), found " +
                             value.Described());
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

MappingReader::MappingReader(const YamlValue& mapping, const KeyTable& table,
                             ProblemList& problems)
    : mapping_(mapping), problems_(problems) {
  CheckMapping(mapping, problems);
  for (const Key& key : table.keys) {
    const YamlEntry* const entry = Find(key.name);
    if (entry != nullptr && key.field.read) key.field.read(*entry, problems);
  }
  for (const YamlEntry& entry : mapping.entries) {
    if (table.Has(entry.key)) continue;
    misspelt_.push_back(NearestKey(entry.key, table.Names()));
  }
}

const YamlEntry* MappingReader::Find(std::string_view key) const {
  const auto found = std::ranges::find(mapping_.entries, key, &YamlEntry::key);
  return found == mapping_.entries.end() ? nullptr : &*found;
}

const YamlValue& MappingReader::Nested(std::string_view key) const {
  static const YamlValue kNothing;
  const YamlEntry* const entry = Find(key);
  return entry == nullptr ? kNothing : entry->value;
}

bool MappingReader::Has(std::string_view key) const {
  return Find(key) != nullptr ||
         std::ranges::find(misspelt_, key) != misspelt_.end();
}

TextPosition MappingReader::PositionOf(std::string_view key) const {
  const YamlEntry* const entry = Find(key);
  return entry == nullptr ? mapping_.at : entry->value.at;
}

void MappingReader::Report(std::string_view key,
                           std::string_view message) const {
  problems_.Add(PositionOf(key),
                "`" + std::string(key) + "` " + std::string(message));
}

}  // namespace pitel
