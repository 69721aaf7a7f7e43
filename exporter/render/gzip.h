// Gzip members (RFC 1952): a page is compressed once, and each scrape adds its
// own end. Everything here throws std::bad_alloc and nothing else.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace pitel {

class Deflater;

// Compresses a text, part by part, into a gzip member without its end.
class GzipWriter {
 public:
  GzipWriter();
  ~GzipWriter();

  void Append(std::string_view part);
  // The bytes so far, up to a byte boundary. Only once.
  std::string Finish() &&;

  // Of the text so far.
  std::size_t text_size() const { return text_size_; }
  std::uint32_t crc32() const { return crc32_; }

 private:
  std::string bytes_;
  std::unique_ptr<Deflater> deflater_;
  std::size_t text_size_ = 0;
  std::uint32_t crc32_ = 0;
};

// The end of a gzip member: `tail`, and the checksum and size of the whole
// text, which begins with `text_size` bytes of checksum `crc32`. The tail is
// not compressed, which would cost more than the rest of a scrape.
std::string GzipEnd(std::string_view tail, std::size_t text_size,
                    std::uint32_t crc32);

}  // namespace pitel
