#pragma once

#include <string>
#include <string_view>

namespace pitel {

// `text` as one gzip member, with maximum compression.
std::string Gzip(std::string_view text);

}  // namespace pitel
