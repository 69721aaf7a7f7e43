#include "render/deflate.h"

#include <zlib.h>

#include <new>

namespace pitel {
namespace {

// Pages are repetitive: the higher levels cost several times the processor
// time for a few per cent of the size.
constexpr int kLevel = 3;
constexpr int kRawDeflate = -MAX_WBITS;
constexpr int kMemoryLevel = 8;

class Deflater {
 public:
  Deflater() {
    if (deflateInit2(&stream_, kLevel, Z_DEFLATED, kRawDeflate, kMemoryLevel,
                     Z_DEFAULT_STRATEGY) != Z_OK) {
      throw std::bad_alloc();
    }
  }
  ~Deflater() { deflateEnd(&stream_); }
  Deflater(const Deflater&) = delete;
  Deflater& operator=(const Deflater&) = delete;

  std::string Compress(std::string_view text, int flush) {
    std::string deflated;
    Bytef chunk[16 * 1024];
    // zlib does not write to its input, it only lacks the const.
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
    stream_.avail_in = static_cast<uInt>(text.size());
    do {
      stream_.next_out = chunk;
      stream_.avail_out = sizeof chunk;
      deflate(&stream_, flush);
      deflated.append(reinterpret_cast<const char*>(chunk),
                      sizeof chunk - stream_.avail_out);
    } while (stream_.avail_out == 0);
    return deflated;
  }

 private:
  z_stream stream_{};
};

}  // namespace

std::string DeflatePart(std::string_view text) {
  return Deflater().Compress(text, Z_SYNC_FLUSH);
}

std::string DeflateEnd(std::string_view text) {
  return Deflater().Compress(text, Z_FINISH);
}

std::uint32_t Crc32(std::string_view text) {
  const auto* bytes = reinterpret_cast<const Bytef*>(text.data());
  return static_cast<std::uint32_t>(crc32_z(0, bytes, text.size()));
}

std::uint32_t JoinCrc32(std::uint32_t first, std::uint32_t second,
                        std::size_t second_size) {
  return static_cast<std::uint32_t>(
      crc32_combine(first, second, static_cast<z_off_t>(second_size)));
}

}  // namespace pitel
