#pragma once

#include <string_view>
#include <vector>

#include "config/key_table.h"

namespace pitel {

// One mapping of a configuration file, for what a table cannot say: keys that
// must be there, or agree. The mapping and the list of problems outlive it.
class MappingReader {
 public:
  // Reads every key of the table into its value.
  MappingReader(const YamlValue& mapping, const KeyTable& table,
                ProblemList& problems);

  // The value under a key as it is, or an empty one; for nested mappings.
  const YamlValue& Nested(std::string_view key) const;
  // Whether the key is there, be it misspelt.
  bool Has(std::string_view key) const;
  // Where the value of a key stands, or the mapping itself without the key.
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
