#include "config/config_keys.h"

#include <algorithm>
#include <numeric>
#include <utility>
#include <vector>

#include "base/text.h"

namespace pitel {
namespace {

constexpr std::size_t kLongestKey = 32;

std::string InBackquotes(std::string_view text) {
  return "`" + std::string(text) + "`";
}

}  // namespace

std::string_view NearestKey(std::string_view key, ConfigKeys keys) {
  if (key.size() > kLongestKey) return "";
  const std::string lower = ToLower(key);
  std::string_view nearest;
  std::size_t least = std::max<std::size_t>(1, lower.size() / 3) + 1;
  for (const auto candidate : keys) {
    const std::size_t distance = EditDistance(lower, candidate);
    if (distance >= least) continue;
    least = distance;
    nearest = candidate;
  }
  return nearest;
}

std::string SuggestKey(std::string_view key, ConfigKeys keys) {
  const auto nearest = NearestKey(key, keys);
  if (!nearest.empty()) return ": did you mean " + InBackquotes(nearest) + "?";
  for (const auto& section : kConfigSections) {
    const auto& known = section.keys;
    if (std::find(known.begin(), known.end(), key) == known.end()) continue;
    return section.name.empty()
               ? ": it belongs to the top of the file"
               : ": it belongs to " + std::string(section.name);
  }
  std::string text = ": known here are ";
  for (std::size_t i = 0; i < keys.size(); ++i) {
    if (i > 0) text += ", ";
    text += keys[i];
  }
  return text;
}

std::size_t EditDistance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before, last(b.size() + 1), current(b.size() + 1);
  std::iota(last.begin(), last.end(), 0);
  for (std::size_t i = 1; i <= a.size(); ++i) {
    current[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const bool same = a[i - 1] == b[j - 1];
      current[j] = std::min(
          {last[j] + 1, current[j - 1] + 1, last[j - 1] + (same ? 0 : 1)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        current[j] = std::min(current[j], before[j - 2] + 1);
      }
    }
    before = std::exchange(last, current);
  }
  return last[b.size()];
}

}  // namespace pitel
