#include "config/key_suggestion.h"

#include "config/key_spelling.h"

namespace pitel {

std::string SuggestKey(std::string_view key, const KeyTable& table,
                       const std::vector<KeyTable>& tables) {
  const auto nearest = NearestKey(key, table.Names());
  if (!nearest.empty()) {
    return ": did you mean `" + std::string(nearest) + "`?";
  }
  for (const KeyTable& other : tables) {
    if (other.Has(key)) return ": it belongs to " + std::string(other.place);
  }
  std::string names;
  for (const auto name : table.Names()) {
    names.append(names.empty() ? "" : ", ").append(name);
  }
  return "; valid keys: " + names;
}

}  // namespace pitel
