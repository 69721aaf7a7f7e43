#pragma once

#include <string>
#include <string_view>

namespace pitel {

// `text` as one gzip member, compressed as well as zlib can.
std::string Gzip(std::string_view text);

}  // namespace pitel
