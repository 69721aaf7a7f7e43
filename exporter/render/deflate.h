// What of zlib the pages need: raw deflate data (RFC 1951) and the checksum of
// gzip. Throws std::bad_alloc and nothing else.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace pitel {

// Compresses `text` into blocks that end on a byte boundary and are not the
// last of their stream, so that what was compressed apart can be joined by
// concatenation.
std::string DeflatePart(std::string_view text);

// The same, but the last block of a stream.
std::string DeflateEnd(std::string_view text);

// The CRC-32 of RFC 1952.
std::uint32_t Crc32(std::string_view text);

// The CRC-32 of two texts in a row: `second` is that of the later one, which is
// `second_size` bytes long.
std::uint32_t JoinCrc32(std::uint32_t first, std::uint32_t second,
                        std::size_t second_size);

}  // namespace pitel
