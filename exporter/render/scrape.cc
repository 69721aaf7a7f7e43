// A gzip member (RFC 1952) is a header, one deflate stream, and the CRC-32 and
// size of the text. The stream here is made of the pieces' blocks, each
// compressed without knowledge of the others and ended by an empty stored
// block, which brings it to a byte boundary; the tail's last block ends it.
#include "render/scrape.h"

#include <cstdint>
#include <utility>

#include "render/deflate.h"

namespace pitel {
namespace {

// Deflate, no name, no time (the same state gives the same bytes), unknown
// operating system.
constexpr std::string_view kGzipHeader("\x1f\x8b\x08\0\0\0\0\0\0\xff", 10);

void AppendLittleEndian(std::string& out, std::uint32_t number) {
  for (int shift = 0; shift < 32; shift += 8) {
    out += static_cast<char>(number >> shift & 0xff);
  }
}

std::string EndOfGzip(const Page& page, std::string_view tail) {
  std::string end = DeflateEnd(tail);
  const auto size = static_cast<std::uint32_t>(page.text_size + tail.size());
  AppendLittleEndian(end, JoinCrc32(page.crc32, Crc32(tail), tail.size()));
  AppendLittleEndian(end, size);
  return end;
}

}  // namespace

Scrape::Scrape(std::shared_ptr<const Page> page, std::string_view tail,
               bool gzip)
    : page_(std::move(page)),
      gzip_(gzip),
      end_(gzip ? EndOfGzip(*page_, tail) : std::string(tail)),
      size_(gzip ? kGzipHeader.size() + page_->deflated_size + end_.size()
                 : page_->text_size + end_.size()) {}

std::string_view Scrape::buffer(std::size_t index) const {
  if (index == 0) return gzip_ ? kGzipHeader : std::string_view();
  if (index > page_->pieces.size()) return end_;
  const Piece& piece = *page_->pieces[index - 1];
  return gzip_ ? piece.deflated : piece.text;
}

}  // namespace pitel
