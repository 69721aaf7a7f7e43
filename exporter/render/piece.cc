#include "render/piece.h"

#include <utility>

#include "render/deflate.h"

namespace pitel {

SharedPiece MakePiece(std::string text) {
  auto piece = std::make_shared<Piece>();
  piece->deflated = DeflatePart(text);
  piece->crc32 = Crc32(text);
  piece->text = std::move(text);
  piece->text.shrink_to_fit();
  piece->deflated.shrink_to_fit();
  return piece;
}

}  // namespace pitel
