#pragma once

#include <string>
#include <string_view>

namespace pitel {

// `text` as one gzip member, with maximum compression.
std::string Gzip(std::string_view text);

// Decodes exactly one gzip member, checksum and size included; "" if it is
// damaged or anything follows it. The text has at most 16 MiB.
std::string Gunzip(std::string_view member);

}  // namespace pitel
