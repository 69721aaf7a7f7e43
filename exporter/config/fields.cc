#include "config/fields.h"

#include <yaml-cpp/emitter.h>
#include <yaml-cpp/emittermanip.h>

#include <algorithm>
#include <string_view>
#include <utility>

#include "base/number.h"
#include "config/units.h"

namespace pitel {
namespace {

using Kind = YamlValue::Kind;
using std::chrono::nanoseconds;

constexpr std::string_view kTruthValues[] = {
    "true", "True", "TRUE", "false", "False", "FALSE", "yes", "Yes",
    "YES",  "no",   "No",   "NO",    "on",    "On",    "ON",  "off",
    "Off",  "OFF",  "y",    "Y",     "n",     "N"};

Result<std::size_t> ParseCount(const YamlValue& value) {
  const auto count = ParseNumber<std::size_t>(value.text);
  if (count && !value.quoted) return *count;
  return Error{count ? "must be without quotes" : "is not a whole number"};
}

// `value` is an N, or an optional one that is printed if it is there.
template <typename N, typename T, typename Parse, typename Format>
Field Number(T& value, Range<N> range, Parse parse, Format format) {
  const auto read = [=](const YamlValue& text) -> Result<N> {
    const auto number = parse(text);
    if (!number) return number.error();
    if (*number >= range.least && *number <= range.most) return N(*number);
    return Error{"must be from " + format(range.least) + " to " +
                 format(range.most)};
  };
  return {Reading(value, read),
          [&value, format](std::string_view key, YAML::Emitter& out) {
            const std::optional<N> number = value;
            if (number) PrintPlain(key, format(*number), out);
          }};
}

}  // namespace

template <typename T>
Field Duration(T& value, DurationRange range) {
  const auto parse = [](const YamlValue& v) { return ParseDuration(v.text); };
  return Number(value, range, parse, FormatDuration);
}
template Field Duration(nanoseconds&, DurationRange);
template Field Duration(std::optional<nanoseconds>&, DurationRange);

Field Count(std::size_t& value, CountRange range) {
  const auto format = [](std::size_t count) { return std::to_string(count); };
  return Number(value, range, ParseCount, format);
}

Field ByteSize(std::size_t& value, CountRange range) {
  const auto parse = [](const YamlValue& v) { return ParseByteSize(v.text); };
  return Number(value, range, parse, FormatByteSize);
}

Field Flag(bool& value) {
  const auto parse = [](const YamlValue& text) -> Result<bool> {
    if (text.quoted || (text.text != "true" && text.text != "false")) {
      return Error{"must be true or false, without quotes"};
    }
    return text.text == "true";
  };
  return {Reading(value, parse),
          [&value](std::string_view key, YAML::Emitter& out) {
            PrintPlain(key, value ? "true" : "false", out);
          }};
}

Field Path(std::filesystem::path& value) {
  return {[&value](const YamlEntry& entry, ProblemList& problems) {
            const YamlValue* const text = FindText(entry, problems);
            if (text == nullptr) return;
            // Messages show paths, but must not show a key.
            if (text->text.find("-----BEGIN ") != std::string::npos) {
              return Report(entry, "must be the path of a file, not its text",
                            problems);
            }
            value = text->text.empty() ? "" : problems.Resolve(text->text);
          },
          [&value](std::string_view key, YAML::Emitter& out) {
            PrintQuoted(key, value.string(), out);
          }};
}

Field IfGiven(Field field) {
  return {[read = std::move(field.read)](const YamlEntry& entry,
                                         ProblemList& problems) {
            if (entry.value.kind != Kind::kNull) read(entry, problems);
          },
          {}};
}

Field IgnoredFlag() {
  return IfGiven({[](const YamlEntry& entry, ProblemList& problems) {
                    const YamlValue* const value = FindText(entry, problems);
                    if (value == nullptr) return;
                    if (value->quoted ||
                        std::ranges::count(kTruthValues, value->text) == 0) {
                      Report(entry, "must be true or false, without quotes",
                             problems);
                    }
                  },
                  {}});
}

Field Nested(KeyTable table) {
  return {{},
          [table = std::move(table)](std::string_view key, YAML::Emitter& out) {
            out << YAML::Key << std::string(key) << YAML::Value;
            Print(table, out);
          }};
}

std::vector<YamlEntry> ItemsOf(const YamlEntry& list, ProblemList& problems) {
  const Kind kind = list.value.kind;
  if (kind == Kind::kText || kind == Kind::kMapping) {
    Report(list, "must be a list, not " + list.value.Described(), problems);
  }
  std::vector<YamlEntry> items;
  for (const YamlValue& item : list.value.items) {
    items.push_back({list.key, item.at, item});
    if (item.kind == Kind::kNull ||
        (item.kind == Kind::kText && item.text.empty())) {
      Report(items.back(), "has an empty item: remove it", problems);
      items.pop_back();
    }
  }
  return items;
}

void PrintList(std::string_view key, const std::vector<std::string>& texts,
               YAML::Emitter& out) {
  out << YAML::Key << std::string(key) << YAML::Value << YAML::Flow
      << YAML::BeginSeq;
  for (const auto& text : texts) out << YAML::DoubleQuoted << text;
  out << YAML::EndSeq;
}

}  // namespace pitel
