// The kinds of values in the tables of the configuration. Each function makes
// the field of one key, which refers to its value.
#pragma once

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "config/key_table.h"

namespace pitel {

template <typename T>
struct Range {
  T least;
  T most;
};
using DurationRange = Range<std::chrono::nanoseconds>;
using CountRange = Range<std::size_t>;

// `value` is std::chrono::nanoseconds or an optional of it. An optional prints
// nothing unless the key was given.
template <typename T>
Field Duration(T& value, DurationRange range);
Field Count(std::size_t& value, CountRange range);
Field ByteSize(std::size_t& value, CountRange range);
Field Flag(bool& value);
// A truth value of YAML 1.1 (also yes, no, on, off) that has no effect.
Field IgnoredFlag();
// Relative to the folder of the file; "" means none.
Field Path(std::filesystem::path& value);
// The field, with a value that may be missing; never printed.
Field IfGiven(Field field);
// A mapping, which is read separately.
Field Nested(KeyTable table);

// `parse` makes the value from a YamlValue with a text. Its error continues
// "`key` ..." and contains no secret.
template <typename T, typename Parse>
auto Reading(T& value, Parse parse) {
  return [&value, parse](const YamlEntry& entry, ProblemList& problems) {
    const YamlValue* const text = FindText(entry, problems);
    if (text == nullptr) return;
    if (auto parsed = parse(*text)) {
      value = *std::move(parsed);
    } else {
      Report(entry, parsed.error().message, problems);
    }
  };
}

// A text that `parse` turns into the value and `print` turns back.
template <typename T, typename Parse, typename Print>
Field Parsed(T& value, Parse parse, Print print) {
  return {Reading(value, [parse](const YamlValue& v) { return parse(v.text); }),
          [&value, print](std::string_view key, YAML::Emitter& out) {
            PrintQuoted(key, print(value), out);
          }};
}

// For Parsed and List: any text, printed as it is.
inline std::string AsItIs(const std::string& text) { return text; }

// One of several words.
template <typename T>
Field Choice(T& value, std::vector<std::pair<std::string_view, T>> choices) {
  return {Reading(value,
                  [choices](const YamlValue& v) -> Result<T> {
                    std::string words;
                    for (const auto& [word, choice] : choices) {
                      if (word == v.text) return choice;
                      words.append(words.empty() ? "" : ", ").append(word);
                    }
                    return Error{"must be one of " + words};
                  }),
          [&value, choices](std::string_view key, YAML::Emitter& out) {
            for (const auto& [word, choice] : choices) {
              if (choice == value) PrintPlain(key, std::string(word), out);
            }
          }};
}

// The items of a list as entries under its key; reports any other value.
std::vector<YamlEntry> ItemsOf(const YamlEntry& list, ProblemList& problems);
void PrintList(std::string_view key, const std::vector<std::string>& texts,
               YAML::Emitter& out);

// A list of texts that are not empty, each as in Parsed.
template <typename T, typename Parse, typename Print>
Field List(std::vector<T>& values, Parse parse, Print print) {
  return {[&values, parse](const YamlEntry& list, ProblemList& problems) {
            for (const YamlEntry& item : ItemsOf(list, problems)) {
              std::optional<T> value;
              Reading(value, [&](const YamlValue& v) -> Result<T> {
                return parse(v.text);
              })(item, problems);
              if (value) values.push_back(*std::move(value));
            }
          },
          [&values, print](std::string_view key, YAML::Emitter& out) {
            std::vector<std::string> texts;
            texts.reserve(values.size());
            for (const T& value : values) texts.push_back(print(value));
            PrintList(key, texts, out);
          }};
}

}  // namespace pitel
