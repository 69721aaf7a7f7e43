#include "serve/query.h"

#include <algorithm>

#include "base/percent_encoding.h"

namespace pitel {
namespace {

// Removes the part of `text` up to the next `separator`, and returns it.
std::string_view TakePart(std::string_view& text, char separator) {
  const std::string_view taken = text.substr(0, text.find(separator));
  text.remove_prefix(std::min(taken.size() + 1, text.size()));
  return taken;
}

// A plus sign stands for a space, in queries only.
std::string Decode(std::string text) {
  std::ranges::replace(text, '+', ' ');
  return DecodePercent(text);
}

}  // namespace

std::vector<std::pair<std::string, std::string>> ParseQuery(
    std::string_view target) {
  std::vector<std::pair<std::string, std::string>> parameters;
  TakePart(target, '?');
  while (!target.empty()) {
    std::string_view value = TakePart(target, '&');
    if (value.empty()) continue;
    const std::string_view name = TakePart(value, '=');
    parameters.emplace_back(Decode(std::string(name)),
                            Decode(std::string(value)));
  }
  return parameters;
}

Selection ParseSelection(std::string_view target) {
  Selection selection;
  for (auto& [name, value] : ParseQuery(target)) {
    if (name == "name[]") {
      selection.families.insert(std::move(value));
    } else if (name == "target") {
      selection.targets.insert(std::move(value));
    }
  }
  return selection;
}

}  // namespace pitel
