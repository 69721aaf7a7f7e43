#pragma once

#include <cstdint>
#include <memory>
#include <string>

namespace pitel {

// A run of a page's bytes, and the same run compressed: raw deflate data that
// ends on a byte boundary, so that runs compressed apart join into one gzip
// member by concatenation (RFC 1952, RFC 1951 section 3.2.4).
struct Piece {
  std::string text;
  std::string deflated;
  std::uint32_t crc32 = 0;  // of text
};

// Pages of both formats, and the pages of successive polls, share the pieces
// they have in common.
using SharedPiece = std::shared_ptr<const Piece>;

SharedPiece MakePiece(std::string text);

}  // namespace pitel
