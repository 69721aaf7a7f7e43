#include "serve/query.h"

#include <algorithm>
#include <charconv>
#include <cstddef>

namespace pitel {
namespace {

// Removes the part of `text` up to the next `separator`, and returns it.
std::string_view TakeUntil(std::string_view& text, char separator) {
  const std::string_view taken = text.substr(0, text.find(separator));
  text.remove_prefix(std::min(taken.size() + 1, text.size()));
  return taken;
}

// Whether `text` begins with the escape of a byte, which is put into `byte`.
bool IsEscape(std::string_view text, unsigned char& byte) {
  if (text.size() < 3 || text[0] != '%') return false;
  const char* const end = text.data() + 3;
  return std::from_chars(text.data() + 1, end, byte, 16).ptr == end;
}

std::string Decode(std::string_view text) {
  std::string decoded;
  while (!text.empty()) {
    unsigned char byte = 0;
    if (IsEscape(text, byte)) {
      decoded += static_cast<char>(byte);
      text.remove_prefix(3);
    } else {
      decoded += text[0] == '+' ? ' ' : text[0];
      text.remove_prefix(1);
    }
  }
  return decoded;
}

}  // namespace

std::vector<std::pair<std::string, std::string>> ParseQuery(
    std::string_view target) {
  std::vector<std::pair<std::string, std::string>> parameters;
  TakeUntil(target, '?');
  while (!target.empty()) {
    std::string_view value = TakeUntil(target, '&');
    if (value.empty()) continue;
    const std::string_view name = TakeUntil(value, '=');
    parameters.emplace_back(Decode(name), Decode(value));
  }
  return parameters;
}

Selection ParseSelection(std::string_view target) {
  Selection selection;
  for (auto& [name, value] : ParseQuery(target)) {
    if (name == "name[]") selection.families.insert(std::move(value));
    if (name == "target") selection.targets.insert(std::move(value));
  }
  return selection;
}

}  // namespace pitel
