#include "plain_answer.h"

#include <rapidjson/document.h>
#include <rapidjson/memorystream.h>

#include <algorithm>
#include <limits>

#include "plain_text.h"

namespace pitel::plain {
namespace {

// The deepest nesting of brackets outside strings.
int Depth(const std::string& document) {
  int depth = 0;
  int deepest = 0;
  bool in_string = false;
  for (std::size_t i = 0; i < document.size(); ++i) {
    const char c = document[i];
    if (in_string && c == '\\') ++i;
    if (c == '"') in_string = !in_string;
    if (in_string) continue;
    if (c == '{' || c == '[') deepest = std::max(deepest, ++depth);
    if (c == '}' || c == ']') --depth;
  }
  return deepest;
}

bool Parse(const std::string& document, rapidjson::Document& dom) {
  if (Depth(document) > 32) return false;
  rapidjson::MemoryStream stream(document.data(), document.size());
  dom.ParseStream<rapidjson::kParseNumbersAsStringsFlag>(stream);
  // RapidJSON takes a NUL for the end.
  return !dom.HasParseError() && stream.Tell() == document.size();
}

// The last value of a key, or nothing.
const rapidjson::Value* Last(const rapidjson::Value& object,
                             const std::string& key) {
  const rapidjson::Value* last = nullptr;
  for (auto m = object.MemberBegin(); m != object.MemberEnd(); ++m) {
    if (std::string(m->name.GetString(), m->name.GetStringLength()) == key) {
      last = &m->value;
    }
  }
  return last;
}

std::string Text(const rapidjson::Value& value) {
  if (value.IsString()) {  // numbers too, by the flag
    return Trimmed(std::string(value.GetString(), value.GetStringLength()));
  }
  if (value.IsTrue()) return "true";
  if (value.IsFalse()) return "false";
  return "";
}

// Also with a fraction of zeros.
std::optional<std::uint64_t> WholeNumber(std::string text) {
  const auto point = text.find('.');
  if (point != text.npos) {
    const std::string fraction = text.substr(point + 1);
    if (fraction.empty() || fraction != std::string(fraction.size(), '0')) {
      return std::nullopt;
    }
    text.resize(point);
  }
  if (text.empty() || DigitsOnly(text) != text) return std::nullopt;
  std::uint64_t number = 0;
  for (const char c : text) {
    const auto digit = static_cast<std::uint64_t>(c - '0');
    const auto most = std::numeric_limits<std::uint64_t>::max();
    if (number > (most - digit) / 10) return std::nullopt;
    number = number * 10 + digit;
  }
  return number;
}

}  // namespace

Answer ReadAnswer(const std::string& document) {
  Answer answer;
  rapidjson::Document dom;
  if (!Parse(document, dom)) {
    answer.failure = "parse";
    return answer;
  }
  const auto* data = dom.IsObject() ? Last(dom, "data") : nullptr;
  if (data == nullptr || !data->IsArray()) {
    answer.failure = "schema";
    return answer;
  }
  if (const auto* total = Last(dom, "total")) {
    answer.total = WholeNumber(Text(*total));
  }
  answer.received = data->Size();
  for (const auto& element : data->GetArray()) {
    if (!element.IsObject()) {
      ++answer.not_an_object;
      continue;
    }
    auto& row = answer.rows.emplace_back();
    for (auto m = element.MemberBegin(); m != element.MemberEnd(); ++m) {
      const std::string key(m->name.GetString(), m->name.GetStringLength());
      row[key] = Text(m->value);
    }
  }
  return answer;
}

}  // namespace pitel::plain
