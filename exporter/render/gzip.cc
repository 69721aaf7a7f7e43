#include "render/gzip.h"

#include <zlib.h>

#include <new>
#include <utility>

namespace pitel {
namespace {

// Deflate, no name, no time (the same state gives the same bytes), unknown
// operating system.
constexpr std::string_view kHeader("\x1f\x8b\x08\0\0\0\0\0\0\xff", 10);

// For a page of 2.8 MB, level 3 takes 0.23 of the time of level 6 and makes
// 1.19 times the bytes; level 5 takes 0.58 and makes 1.03 times the bytes.
constexpr int kLevel = 5;
constexpr int kRawDeflate = -MAX_WBITS;
constexpr int kMemoryLevel = 8;

std::uint32_t Crc32(std::uint32_t before, std::string_view text) {
  const auto* bytes = reinterpret_cast<const Bytef*>(text.data());
  return static_cast<std::uint32_t>(crc32_z(before, bytes, text.size()));
}

void AppendLittleEndian(std::string& out, std::uint32_t number) {
  for (int shift = 0; shift < 32; shift += 8) {
    out += static_cast<char>(number >> shift & 0xff);
  }
}

void AppendLittleEndian16(std::string& out, std::size_t number) {
  out += static_cast<char>(number & 0xff);
  out += static_cast<char>(number >> 8 & 0xff);
}

// The last blocks of deflate data, stored (RFC 1951, section 3.2.4).
void AppendStored(std::string& out, std::string_view text) {
  constexpr std::size_t kMost = 0xffff;
  bool is_last = false;
  while (!is_last) {
    const std::string_view block = text.substr(0, kMost);
    text.remove_prefix(block.size());
    is_last = text.empty();
    out += static_cast<char>(is_last);
    AppendLittleEndian16(out, block.size());
    AppendLittleEndian16(out, ~block.size());
    out += block;
  }
}

}  // namespace

// A stream of raw deflate data (RFC 1951).
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

  void Append(std::string& out, std::string_view text, int flush) {
    Bytef chunk[16 * 1024];
    // zlib does not write to its input, it only lacks the const.
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
    stream_.avail_in = static_cast<uInt>(text.size());
    do {
      stream_.next_out = chunk;
      stream_.avail_out = sizeof chunk;
      deflate(&stream_, flush);
      out.append(reinterpret_cast<const char*>(chunk),
                 sizeof chunk - stream_.avail_out);
    } while (stream_.avail_out == 0);
  }

 private:
  z_stream stream_{};
};

GzipWriter::GzipWriter()
    : bytes_(kHeader), deflater_(std::make_unique<Deflater>()) {}

GzipWriter::~GzipWriter() = default;

void GzipWriter::Append(std::string_view part) {
  deflater_->Append(bytes_, part, Z_NO_FLUSH);
  text_size_ += part.size();
  crc32_ = Crc32(crc32_, part);
}

// An empty stored block brings the data to a byte boundary.
std::string GzipWriter::Finish() && {
  deflater_->Append(bytes_, "", Z_SYNC_FLUSH);
  bytes_.shrink_to_fit();
  return std::move(bytes_);
}

std::string GzipEnd(std::string_view tail, std::size_t text_size,
                    std::uint32_t crc32) {
  std::string end;
  AppendStored(end, tail);
  AppendLittleEndian(end, Crc32(crc32, tail));
  AppendLittleEndian(end, static_cast<std::uint32_t>(text_size + tail.size()));
  return end;
}

}  // namespace pitel
