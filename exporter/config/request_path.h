// Tested in load_config_test.cc and effective_config_test.cc.
#pragma once

#include <string>

#include "config/key_table.h"

namespace pitel {

// Printed in place of a secret.
inline constexpr char kMaskedSecret[] = "<secret>";

// The path and query of a request. Values in a query are printed as
// `<secret>`, unless `path` equals `usual`, the default.
Field RequestPath(std::string& path, const std::string& usual);

}  // namespace pitel
