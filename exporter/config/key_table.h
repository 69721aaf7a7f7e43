// A section of the configuration as a table: for each key its name and how its
// value is read and printed. A default is the value that is there before
// anything is read.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "config/problem_list.h"
#include "config/yaml_document.h"

namespace YAML {
class Emitter;
}

namespace pitel {

// Refers to the value, which outlives it.
struct Field {
  // Reads the value of the entry, or reports it and leaves the value as it was.
  // Empty: the reader of the table reads the entry.
  std::function<void(const YamlEntry&, ProblemList&)> read;
  // Prints the key with the value, or nothing. Empty: never printed.
  std::function<void(std::string_view key, YAML::Emitter&)> print;
};

struct Key {
  std::string_view name;
  Field field;
};

struct KeyTable {
  std::string_view place;  // in words
  std::vector<Key> keys;

  std::vector<std::string_view> Names() const;
  bool Has(std::string_view key) const;
};

// Adds "`key` message" at the value.
void Report(const YamlEntry& entry, std::string_view message,
            ProblemList& problems);

// Reports a value that is not a mapping. An empty one counts as an empty
// mapping: all of its keys may be commented out.
void CheckMapping(const YamlValue& value, ProblemList& problems);

// A single text without control characters, or null if it is reported.
const YamlValue* FindText(const YamlEntry& entry, ProblemList& problems);

// Print one key of a mapping; the text between double quotes or as it is.
void PrintQuoted(std::string_view key, const std::string& text,
                 YAML::Emitter& out);
void PrintPlain(std::string_view key, const std::string& text,
                YAML::Emitter& out);

// Prints the mapping.
void Print(const KeyTable& table, YAML::Emitter& out);

// Reads one mapping, for what a table cannot express: required keys, or keys
// that must agree. The mapping and the problems outlive it.
class MappingReader {
 public:
  // Reads every key of the table into its value.
  MappingReader(const YamlValue& mapping, const KeyTable& table,
                ProblemList& problems);

  // The value under a key as it is, or an empty one; for nested mappings.
  const YamlValue& Nested(std::string_view key) const;
  // Whether the key is there, even misspelt.
  bool Has(std::string_view key) const;
  // The position of a key's value or, without the key, of the mapping.
  TextPosition PositionOf(std::string_view key) const;
  // Adds "`key` message" at the key's value.
  void Report(std::string_view key, std::string_view message) const;
  ProblemList& problems() const { return problems_; }

 private:
  const YamlEntry* Find(std::string_view key) const;

  const YamlValue& mapping_;
  ProblemList& problems_;
  std::vector<std::string_view> misspelt_;  // as they should be spelt
};

}  // namespace pitel
