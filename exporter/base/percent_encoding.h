#pragma once

#include <string>
#include <string_view>

namespace pitel {

// Decodes percent-encoding: "%2B" becomes "+". A malformed escape stays as it
// is.
std::string DecodePercent(std::string_view text);

}  // namespace pitel
