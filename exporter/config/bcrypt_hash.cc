#include "config/bcrypt_hash.h"

#include <algorithm>

#include "base/number.h"
#include "base/text.h"

namespace pitel {

std::optional<int> BcryptCost(std::string_view text) {
  if (text.size() != 60 || !text.starts_with("$2") || text[3] != '$' ||
      text[6] != '$' || std::string_view("abxy").find(text[2]) == text.npos) {
    return std::nullopt;
  }
  const bool plain = std::ranges::all_of(text.substr(7), [](char c) {
    return IsLetter(c) || IsDigit(c) || c == '.' || c == '/';
  });
  const auto cost = ParseNumber<int>(text.substr(4, 2));
  if (!plain || !cost || *cost < 4 || *cost > 31) return std::nullopt;
  return *cost;
}

}  // namespace pitel
