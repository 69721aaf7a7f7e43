#include "config/mapping_reader.h"

#include <algorithm>

#include "base/number.h"
#include "base/text.h"
#include "config/byte_size.h"
#include "config/duration.h"

namespace pitel {
namespace {

using Kind = YamlValue::Kind;

constexpr std::size_t kTextBytes = 8192;

std::string Backquoted(std::string_view key) {
  return "`" + std::string(key) + "`";
}

std::optional<Error> CheckText(const std::string& text) {
  if (std::ranges::any_of(text, IsControl))
    return Error{"holds a line break or another control character"};
  if (text.size() > kTextBytes) return Error{"is longer than 8192 bytes"};
  return std::nullopt;
}

Result<std::size_t> ParseCount(std::string_view text) {
  if (const auto number = ParseNumber<std::size_t>(text)) return *number;
  return Error{"is not a whole number"};
}

}  // namespace

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

MappingReader::MappingReader(const YamlValue& mapping, ConfigKeys keys,
                             ProblemList& problems)
    : mapping_(mapping), problems_(problems) {
  if (mapping.kind == Kind::kText || mapping.kind == Kind::kSequence) {
    problems_.Add(mapping.at,
                  "expected a mapping (`key: value` lines), found " +
                      std::string(Describe(mapping)));
  }
  for (const YamlEntry& entry : mapping.entries) {
    if (std::find(keys.begin(), keys.end(), entry.key) != keys.end()) continue;
    problems_.Add(entry.at, "unknown key" + ShownKey(entry.key) +
                                SuggestKey(entry.key, keys));
    misspelt_.push_back(NearestKey(entry.key, keys));
  }
}

bool MappingReader::Has(std::string_view key) const {
  return Find(key) != nullptr ||
         std::find(misspelt_.begin(), misspelt_.end(), key) != misspelt_.end();
}

const YamlEntry* MappingReader::Find(std::string_view key) const {
  const auto& entries = mapping_.entries;
  const auto found =
      std::find_if(entries.begin(), entries.end(),
                   [&](const YamlEntry& entry) { return entry.key == key; });
  return found == entries.end() ? nullptr : &*found;
}

TextPosition MappingReader::PositionOf(std::string_view key) const {
  const YamlEntry* entry = Find(key);
  if (entry == nullptr) return mapping_.at;
  // yaml-cpp puts an empty value where the next one begins.
  return entry->value.kind == Kind::kNull ? entry->at : entry->value.at;
}

void MappingReader::Report(std::string_view key,
                           std::string_view message) const {
  problems_.Add(PositionOf(key), Backquoted(key) + " " + std::string(message));
}

const YamlValue& MappingReader::Nested(std::string_view key) const {
  static const YamlValue kNothing;
  const YamlEntry* entry = Find(key);
  return entry == nullptr ? kNothing : entry->value;
}

const YamlValue* MappingReader::FindText(std::string_view key) const {
  const YamlEntry* entry = Find(key);
  if (entry == nullptr || entry->value.kind == Kind::kRefused) return nullptr;
  if (entry->value.kind == Kind::kNull) {
    Report(key, "has no value: give one, or leave the key out");
    return nullptr;
  }
  if (entry->value.kind != Kind::kText) {
    Report(key, "must be a single value, not " +
                    std::string(Describe(entry->value)));
    return nullptr;
  }
  if (const auto error = CheckText(entry->value.text)) {
    Report(key, error->message);
    return nullptr;
  }
  return &entry->value;
}

bool MappingReader::ReadText(std::string_view key, std::string& value) const {
  const YamlValue* text = FindText(key);
  if (text != nullptr) value = text->text;
  return text != nullptr;
}

bool MappingReader::ReadText(std::string_view key, const Check& check,
                             std::string& value) const {
  const YamlValue* text = FindText(key);
  if (text == nullptr) return false;
  const auto error =
      text->text.empty() ? Error{"must not be empty"} : check(text->text);
  if (error) {
    Report(key, error->message);
    return false;
  }
  value = text->text;
  return true;
}

bool MappingReader::ReadPath(std::string_view key,
                             std::filesystem::path& value) const {
  const YamlValue* text = FindText(key);
  if (text == nullptr) return false;
  value = text->text.empty() ? std::filesystem::path()
                             : problems_.Resolve(text->text);
  return true;
}

bool MappingReader::ReadFlag(std::string_view key, bool& value) const {
  const YamlValue* text = FindText(key);
  if (text == nullptr) return false;
  if (text->quoted || (text->text != "true" && text->text != "false")) {
    Report(key, "must be true or false, without quotes");
    return false;
  }
  value = text->text == "true";
  return true;
}

template <typename T, typename Parse, typename Format>
bool MappingReader::ReadNumber(std::string_view key, Range<T> range,
                               Parse parse, Format format, T& value) const {
  const YamlValue* text = FindText(key);
  if (text == nullptr) return false;
  const auto number = parse(text->text);
  if (!number) {
    Report(key, "(" + Quoted(text->text) + ") " + number.error().message);
    return false;
  }
  if (*number < range.least || *number > range.most) {
    Report(key, "(" + Quoted(text->text) + ") must be from " +
                    format(range.least) + " to " + format(range.most));
    return false;
  }
  value = *number;
  return true;
}

bool MappingReader::ReadDuration(std::string_view key,
                                 Range<std::chrono::nanoseconds> range,
                                 std::chrono::nanoseconds& value) const {
  return ReadNumber(key, range, ParseDuration, FormatDuration, value);
}

bool MappingReader::ReadCount(std::string_view key, Range<std::size_t> range,
                              std::size_t& value) const {
  if (Nested(key).quoted) {
    Report(key, "must be a whole number, without quotes");
    return false;
  }
  const auto format = [](std::size_t count) { return std::to_string(count); };
  return ReadNumber(key, range, ParseCount, format, value);
}

bool MappingReader::ReadByteSize(std::string_view key, Range<std::size_t> range,
                                 std::size_t& value) const {
  return ReadNumber(key, range, ParseByteSize, FormatByteSize, value);
}

bool MappingReader::ReadTexts(std::string_view key, const Check& check,
                              std::vector<std::string>& values) const {
  const YamlValue& list = Nested(key);
  if (list.kind == Kind::kText || list.kind == Kind::kMapping) {
    Report(key, "must be a list, not " + std::string(Describe(list)));
    return false;
  }
  bool good = list.kind == Kind::kSequence;
  for (const YamlValue& item : list.items) {
    auto error = std::optional<Error>(Error{"must be text that is not empty"});
    if (item.kind == Kind::kText && !item.text.empty()) {
      error = CheckText(item.text);
      if (!error) error = check(item.text);
    }
    if (error && item.kind != Kind::kRefused) {
      problems_.Add(item.at,
                    "an item of " + Backquoted(key) + " " + error->message);
    }
    good = good && !error;
    if (!error) values.push_back(item.text);
  }
  return good;
}

}  // namespace pitel
