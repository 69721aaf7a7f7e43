#include "config/mapping_reader.h"

#include <algorithm>
#include <string>

#include "config/key_spelling.h"

namespace pitel {

MappingReader::MappingReader(const YamlValue& mapping, const KeyTable& table,
                             ProblemList& problems)
    : mapping_(mapping), problems_(problems) {
  CheckMapping(mapping, problems);
  for (const Key& key : table.keys) {
    const YamlEntry* const entry = Find(key.name);
    if (entry != nullptr && key.field.read) key.field.read(*entry, problems);
  }
  const auto names = table.Names();
  for (const YamlEntry& entry : mapping.entries) {
    if (std::find(names.begin(), names.end(), entry.key) == names.end()) {
      misspelt_.push_back(NearestKey(entry.key, names));
    }
  }
}

const YamlEntry* MappingReader::Find(std::string_view key) const {
  const auto& entries = mapping_.entries;
  const auto found =
      std::find_if(entries.begin(), entries.end(),
                   [&](const YamlEntry& entry) { return entry.key == key; });
  return found == entries.end() ? nullptr : &*found;
}

const YamlValue& MappingReader::Nested(std::string_view key) const {
  static const YamlValue kNothing;
  const YamlEntry* const entry = Find(key);
  return entry == nullptr ? kNothing : entry->value;
}

bool MappingReader::Has(std::string_view key) const {
  return Find(key) != nullptr ||
         std::find(misspelt_.begin(), misspelt_.end(), key) != misspelt_.end();
}

TextPosition MappingReader::PositionOf(std::string_view key) const {
  const YamlEntry* const entry = Find(key);
  return entry == nullptr ? mapping_.at : pitel::PositionOf(*entry);
}

void MappingReader::Report(std::string_view key,
                           std::string_view message) const {
  problems_.Add(PositionOf(key),
                "`" + std::string(key) + "` " + std::string(message));
}

}  // namespace pitel
