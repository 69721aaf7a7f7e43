// A YAML document as plain values, for configuration files: one document of
// mappings, sequences and text, without anchors, aliases, tags and duplicate
// keys, all of which YAML would resolve in ways that surprise an operator.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/problem_list.h"

namespace pitel {

inline constexpr std::size_t kYamlBytes = 1 << 20;
inline constexpr std::size_t kYamlDepth = 16;
inline constexpr std::size_t kYamlKeys = 1000;  // in one mapping

struct YamlEntry;

struct YamlValue {
  enum class Kind {
    kNull,  // nothing, `~` or `null`
    kText,
    kSequence,
    kMapping,
    kRefused,  // already reported, such as an alias
  };

  Kind kind = Kind::kNull;
  TextPosition at;
  std::string text;     // of kText
  bool quoted = false;  // of kText: never a number or a truth value
  std::vector<YamlValue> items;
  std::vector<YamlEntry> entries;  // keys are unique

  // "text", "a list", ...: what it is, for "expected ..., found ...".
  std::string Described() const;
};

struct YamlEntry {
  std::string key;
  TextPosition at;  // of the key
  YamlValue value;
};

// The document in `text`, or nothing if it could not be read to its end; an
// empty document is a kNull. Everything that is wrong is added to
// `problems`; of a duplicate key the first value stays.
std::optional<YamlValue> ParseYaml(const std::string& text,
                                   ProblemList& problems);

// The same for the list's file.
std::optional<YamlValue> ReadYaml(ProblemList& problems);

// " `key`", for a message; empty if it does not look like a key of ours, since
// it could be a misplaced secret.
std::string ShownKey(std::string_view key);

}  // namespace pitel
