#pragma once

#include <string_view>

namespace pitel {

// Whether a server writes this for a missing id: Go writes the nil UUID, others
// write a word such as "null" or "-". Ignores case. An empty text also means
// none.
bool MeansNoId(std::string_view id);

}  // namespace pitel
