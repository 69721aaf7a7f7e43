#pragma once

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/config_keys.h"
#include "config/problem_list.h"
#include "config/yaml_document.h"

namespace pitel {

template <typename T>
struct Range {
  T least;
  T most;
};

// One mapping of a configuration file, read key by key into typed values; what
// is wrong goes to the problem list. The Read functions return whether the key
// is there and its value is good; otherwise they leave the value as it was.
class MappingReader {
 public:
  // Reports at once what is not a mapping and which keys are not among `keys`.
  // An empty value counts as an empty mapping: all of its keys may be commented
  // out. The value and the list outlive the reader.
  MappingReader(const YamlValue& mapping, ConfigKeys keys,
                ProblemList& problems);

  // Any text without control characters.
  bool ReadText(std::string_view key, std::string& value) const;
  // Text that is not empty, and in which `check` finds nothing wrong. A message
  // of `check` continues "`key` ..." and holds no secret.
  using Check = std::function<std::optional<Error>(const std::string&)>;
  bool ReadText(std::string_view key, const Check& check,
                std::string& value) const;
  // A path, relative to the file's folder; "" stands for none.
  bool ReadPath(std::string_view key, std::filesystem::path& value) const;
  bool ReadFlag(std::string_view key, bool& value) const;
  bool ReadDuration(std::string_view key, Range<std::chrono::nanoseconds> range,
                    std::chrono::nanoseconds& value) const;
  bool ReadCount(std::string_view key, Range<std::size_t> range,
                 std::size_t& value) const;
  bool ReadByteSize(std::string_view key, Range<std::size_t> range,
                    std::size_t& value) const;
  // A list of texts that are not empty, each checked.
  bool ReadTexts(std::string_view key, const Check& check,
                 std::vector<std::string>& values) const;

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
  // The text under a key; reports what is no text.
  const YamlValue* FindText(std::string_view key) const;
  template <typename T, typename Parse, typename Format>
  bool ReadNumber(std::string_view key, Range<T> range, Parse parse,
                  Format format, T& value) const;

  const YamlValue& mapping_;
  ProblemList& problems_;
  std::vector<std::string_view> misspelt_;  // as they should be spelt
};

// "a list", "text", ...: what a value is, for "expected ..., found ...".
std::string_view Describe(const YamlValue& value);

}  // namespace pitel
