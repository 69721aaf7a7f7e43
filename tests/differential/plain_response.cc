#include "plain_response.h"

#include <rapidjson/document.h>
#include <rapidjson/memorystream.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
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
  const std::size_t mark = document.starts_with("\xEF\xBB\xBF") ? 3 : 0;
  rapidjson::MemoryStream stream(document.data() + mark,
                                 document.size() - mark);
  dom.ParseStream<rapidjson::kParseNumbersAsStringsFlag>(stream);
  // RapidJSON takes a NUL for the end.
  return !dom.HasParseError() && stream.Tell() == document.size() - mark;
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

// A fraction of zeros is allowed.
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

// The value of a number in any notation; absent for other texts.
std::optional<double> Number(const std::string& text) {
  const bool has_digit = text.find_first_of("0123456789") != std::string::npos;
  if (!has_digit ||
      text.find_first_not_of("+-.0123456789eE") != std::string::npos ||
      text.starts_with('+')) {
    return std::nullopt;
  }
  char* end = nullptr;
  errno = 0;
  const double number = std::strtod(text.c_str(), &end);
  if (errno != 0 || *end != '\0') return std::nullopt;
  return number;
}

// "neither empty, null, false nor 0"
bool StatesError(const rapidjson::Value& value) {
  if (value.IsObject()) return value.MemberCount() > 0;
  if (value.IsArray()) return !value.Empty();
  const std::string text = Lower(Text(value));
  return text != "" && text != "null" && text != "false" && Number(text) != 0.0;
}

// "a number `code` of 400 or more". Parses the document again, since a number
// that is kept as text cannot be told from a string.
bool HasFailureCode(const std::string& document) {
  rapidjson::Document dom;
  const std::size_t mark = document.starts_with("\xEF\xBB\xBF") ? 3 : 0;
  dom.Parse(document.data() + mark, document.size() - mark);
  const auto* code = Last(dom, "code");
  return code != nullptr && code->IsNumber() && code->GetDouble() >= 400;
}

// "A document whose root says that it failed"
bool SaysThatItFailed(const rapidjson::Value& root) {
  for (const char* key : {"error", "errors"}) {
    const auto* value = Last(root, key);
    if (value != nullptr && StatesError(*value)) return true;
  }
  if (const auto* status = Last(root, "status")) {
    const std::string text = Lower(Text(*status));
    return text == "fail" || text == "failed" || text == "error";
  }
  return false;
}

}  // namespace

Response ReadResponse(const std::string& document) {
  Response response;
  rapidjson::Document dom;
  if (!Parse(document, dom)) {
    response.failure = "parse";
    return response;
  }
  if (!dom.IsObject() || SaysThatItFailed(dom) || HasFailureCode(document)) {
    response.failure = "schema";
    return response;
  }
  if (const auto* total = Last(dom, "total")) {
    response.total = WholeNumber(Text(*total));
  }
  const auto* data = Last(dom, "data");
  if (data != nullptr && data->IsNull() && response.total == std::uint64_t{0}) {
    return response;
  }
  if (data == nullptr || !data->IsArray()) {
    response.failure = "schema";
    return response;
  }
  response.received = data->Size();
  for (const auto& element : data->GetArray()) {
    if (!element.IsObject()) {
      ++response.not_an_object;
      continue;
    }
    auto& row = response.rows.emplace_back();
    for (auto m = element.MemberBegin(); m != element.MemberEnd(); ++m) {
      const std::string key(m->name.GetString(), m->name.GetStringLength());
      row[key] = Text(m->value);
    }
  }
  return response;
}

}  // namespace pitel::plain
