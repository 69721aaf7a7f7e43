#include "config/key_spelling.h"

#include <algorithm>
#include <string>
#include <vector>

#include "base/text.h"

namespace pitel {
namespace {

constexpr std::size_t kLongestKey = 32;

// The least number of insertions, deletions, replacements and swaps of
// neighbours that turn one text into the other.
std::size_t EditDistance(std::string_view a, std::string_view b) {
  std::vector<std::vector<std::size_t>> least(
      a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) {
    for (std::size_t j = 0; j <= b.size(); ++j) {
      least[i][j] = i + j;
      if (i == 0 || j == 0) continue;
      const bool same = a[i - 1] == b[j - 1];
      least[i][j] = std::min({least[i - 1][j] + 1, least[i][j - 1] + 1,
                              least[i - 1][j - 1] + (same ? 0 : 1)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        least[i][j] = std::min(least[i][j], least[i - 2][j - 2] + 1);
      }
    }
  }
  return least[a.size()][b.size()];
}

}  // namespace

std::string_view NearestKey(std::string_view key,
                            std::span<const std::string_view> keys) {
  if (key.size() > kLongestKey) return "";
  const std::string lower = ToLower(key);
  std::string_view nearest;
  std::size_t least = std::max<std::size_t>(1, lower.size() / 3) + 1;
  for (const auto candidate : keys) {
    const std::size_t distance = EditDistance(lower, ToLower(candidate));
    if (distance >= least) continue;
    least = distance;
    nearest = candidate;
  }
  return nearest;
}

}  // namespace pitel
