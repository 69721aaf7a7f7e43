#include "simulator/gzip.h"

#include <zlib.h>

#include <stdexcept>

namespace pitel::simulation {

struct GzipStream::Deflater {
  z_stream stream{};
};

GzipStream::GzipStream(const Sink& sink)
    : sink_(sink), deflater_(std::make_unique<Deflater>()), out_(64 << 10, 0) {
  constexpr int kGzip = 16;  // added to the window bits
  if (deflateInit2(&deflater_->stream, Z_BEST_SPEED, Z_DEFLATED,
                   MAX_WBITS + kGzip, 8, Z_DEFAULT_STRATEGY) != Z_OK) {
    throw std::runtime_error("zlib does not start");
  }
}

GzipStream::~GzipStream() { deflateEnd(&deflater_->stream); }

bool GzipStream::Write(std::string_view text) { return Run(text, false); }

bool GzipStream::Finish() { return Run({}, true); }

bool GzipStream::Run(std::string_view text, bool finish) {
  z_stream& stream = deflater_->stream;
  // zlib does not write there; its interface is older than const.
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  do {
    stream.next_out = reinterpret_cast<Bytef*>(out_.data());
    stream.avail_out = static_cast<uInt>(out_.size());
    deflate(&stream, finish ? Z_FINISH : Z_NO_FLUSH);
    const std::size_t size = out_.size() - stream.avail_out;
    if (size > 0 && !sink_({out_.data(), size})) return false;
  } while (stream.avail_out == 0);
  return true;
}

}  // namespace pitel::simulation
