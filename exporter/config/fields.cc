#include "config/fields.h"

#include <yaml-cpp/emitter.h>
#include <yaml-cpp/emittermanip.h>

#include "base/number.h"
#include "base/text.h"
#include "config/byte_size.h"
#include "config/duration.h"

namespace pitel {
namespace {

using Kind = YamlValue::Kind;
using std::chrono::nanoseconds;

Result<std::size_t> ParseCount(std::string_view text) {
  if (const auto count = ParseNumber<std::size_t>(text)) return *count;
  return Error{"is not a whole number"};
}

std::string FormatCount(std::size_t count) { return std::to_string(count); }

// Text that `parse` makes a number in the range of.
template <typename T, typename Parse, typename Format>
auto ParsingNumber(Range<T> range, Parse parse, Format format) {
  return [=](const YamlValue& value) -> Result<T> {
    const auto shown = "(" + Quoted(value.text) + ") ";
    const auto number = parse(value.text);
    if (!number) return Error{shown + number.error().message};
    if (*number >= range.least && *number <= range.most) return T(*number);
    return Error{shown + "must be from " + format(range.least) + " to " +
                 format(range.most)};
  };
}

template <typename T, typename Format>
auto Printing(const T& value, Format format) {
  return [&value, format](std::string_view key, YAML::Emitter& out) {
    PrintPlain(key, format(value), out);
  };
}

}  // namespace

Field Duration(nanoseconds& value, DurationRange range) {
  return {Reading(value, ParsingNumber(range, ParseDuration, FormatDuration)),
          Printing(value, FormatDuration)};
}

Field Duration(std::optional<nanoseconds>& value, DurationRange range) {
  return {Reading(value, ParsingNumber(range, ParseDuration, FormatDuration)),
          [&value](std::string_view key, YAML::Emitter& out) {
            if (value) PrintPlain(key, FormatDuration(*value), out);
          }};
}

Field Count(std::size_t& value, CountRange range) {
  const auto parse = ParsingNumber(range, ParseCount, FormatCount);
  return {Reading(value,
                  [parse](const YamlValue& text) -> Result<std::size_t> {
                    if (!text.quoted) return parse(text);
                    return Error{"must be a whole number, without quotes"};
                  }),
          Printing(value, FormatCount)};
}

Field ByteSize(std::size_t& value, CountRange range) {
  return {Reading(value, ParsingNumber(range, ParseByteSize, FormatByteSize)),
          Printing(value, FormatByteSize)};
}

Field Flag(bool& value) {
  const auto parse = [](const YamlValue& text) -> Result<bool> {
    if (text.quoted || (text.text != "true" && text.text != "false")) {
      return Error{"must be true or false, without quotes"};
    }
    return text.text == "true";
  };
  return {Reading(value, parse),
          Printing(value, [](bool flag) { return flag ? "true" : "false"; })};
}

Field Path(std::filesystem::path& value) {
  return {[&value](const YamlEntry& entry, ProblemList& problems) {
            const YamlValue* const text = FindText(entry, problems);
            if (text == nullptr) return;
            value = text->text.empty() ? "" : problems.Resolve(text->text);
          },
          [&value](std::string_view key, YAML::Emitter& out) {
            PrintQuoted(key, value.string(), out);
          }};
}

Field Nested(KeyTable table) {
  return {{}, [table](std::string_view key, YAML::Emitter& out) {
            out << YAML::Key << std::string(key) << YAML::Value;
            Print(table, out);
          }};
}

std::vector<YamlEntry> ItemsOf(const YamlEntry& list, ProblemList& problems) {
  const Kind kind = list.value.kind;
  if (kind == Kind::kText || kind == Kind::kMapping) {
    Report(list, "must be a list, not " + std::string(Describe(list.value)),
           problems);
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
