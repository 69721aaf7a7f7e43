#include "fetch/body_decoder.h"

#include <zlib.h>

#include <new>

namespace pitel {
namespace {

// The largest window; +16 selects the gzip format.
constexpr int kGzipWindowBits = 15 + 16;

}  // namespace

struct BodyDecoder::Inflater {
  Inflater() {
    if (inflateInit2(&stream, kGzipWindowBits) != Z_OK) throw std::bad_alloc();
  }
  ~Inflater() { inflateEnd(&stream); }
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;

  z_stream stream{};
};

BodyDecoder::BodyDecoder() = default;
BodyDecoder::~BodyDecoder() = default;

void BodyDecoder::ExpectGzip() { inflater_ = std::make_unique<Inflater>(); }

void BodyDecoder::Append(std::string_view encoded) {
  if (used_ == encoded_.size()) {
    encoded_.clear();
    used_ = 0;
  }
  encoded_ += encoded;
}

std::string_view BodyDecoder::Next() {
  if (!problem_.empty() || pending() == 0) return {};
  if (inflater_) return Inflate();
  decoded_.swap(encoded_);
  encoded_.clear();
  used_ = 0;
  return decoded_;
}

std::string_view BodyDecoder::Inflate() {
  if (ended_) {
    // RFC 1952 allows several members, but no API sends them on purpose.
    problem_ = "the gzip body has several members or bytes after its end";
    return {};
  }
  decoded_.resize(kDecodedRunBytes);
  z_stream& stream = inflater_->stream;
  stream.next_in = reinterpret_cast<Bytef*>(encoded_.data() + used_);
  stream.avail_in = static_cast<uInt>(pending());
  stream.next_out = reinterpret_cast<Bytef*>(decoded_.data());
  stream.avail_out = static_cast<uInt>(decoded_.size());
  const int code = inflate(&stream, Z_NO_FLUSH);
  used_ = encoded_.size() - stream.avail_in;
  ended_ = code == Z_STREAM_END;
  if (code == Z_MEM_ERROR) throw std::bad_alloc();
  if (code != Z_OK && code != Z_STREAM_END && code != Z_BUF_ERROR) {
    problem_ = "the gzip body is damaged";
  }
  decoded_.resize(decoded_.size() - stream.avail_out);
  // The consumed input may have been the end of the member, without data.
  return decoded_.empty() && pending() > 0 ? Next() : decoded_;
}

std::optional<std::string> BodyDecoder::Problem(bool at_end) const {
  if (!problem_.empty()) return problem_;
  if (at_end && inflater_ && !ended_) return "the gzip body is cut off";
  return std::nullopt;
}

}  // namespace pitel
