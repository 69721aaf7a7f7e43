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
  // Takes over the value of the entry, or reports it and leaves the value as it
  // was. Empty: whoever reads the table reads the entry.
  std::function<void(const YamlEntry&, ProblemList&)> read;
  // Prints the key with the value, or nothing. Empty: never printed.
  std::function<void(std::string_view key, YAML::Emitter&)> print;
};

struct Key {
  std::string_view name;
  Field field;
};

struct KeyTable {
  std::string_view place;  // in words; "" is the top of the file
  std::vector<Key> keys;

  std::vector<std::string_view> Names() const;
};

// Where the value stands. yaml-cpp puts an empty one where the next begins.
TextPosition PositionOf(const YamlEntry& entry);

// Adds "`key` message" at the value.
void Report(const YamlEntry& entry, std::string_view message,
            ProblemList& problems);

// Reports what is not a mapping. An empty value counts as an empty mapping: all
// of its keys may be commented out.
void CheckMapping(const YamlValue& value, ProblemList& problems);

// A single text without control characters, or null if it is reported.
const YamlValue* FindText(const YamlEntry& entry, ProblemList& problems);

// Print one key of a mapping; the text between double quotes or as it is.
void PrintQuoted(std::string_view key, const std::string& text,
                 YAML::Emitter& out);
void PrintPlain(std::string_view key, const std::string& text,
                YAML::Emitter& out);

// Prints a mapping.
void Print(const KeyTable& table, YAML::Emitter& out);

// "a list", "text", ...: what a value is, for "expected ..., found ...".
std::string_view Describe(const YamlValue& value);

}  // namespace pitel
