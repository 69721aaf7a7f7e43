#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "config/key_table.h"

namespace pitel {

// What follows "unknown key" for a key that `table` does not contain: the key
// that was probably meant, else the one of `tables` to which it belongs, else
// the valid keys.
std::string SuggestKey(std::string_view key, const KeyTable& table,
                       const std::vector<KeyTable>& tables);

}  // namespace pitel
