#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace pitel {

// The most that one call decodes, in bytes. A compressed response of any size
// passes through a buffer of this size.
inline constexpr std::size_t kDecodedRunBytes = 64 * 1024;

// Decodes the Content-Encoding of a response body piece by piece: identity or
// one layer of gzip. libcurl's own decoder would process a whole chain of
// encodings in one call, however long that takes.
class BodyDecoder {
 public:
  BodyDecoder();
  ~BodyDecoder();
  BodyDecoder(const BodyDecoder&) = delete;
  BodyDecoder& operator=(const BodyDecoder&) = delete;

  // The body is one gzip member. Call this before the first byte arrives.
  void ExpectGzip();

  // Adds bytes that have arrived.
  void Append(std::string_view encoded);
  // The number of bytes that have arrived but are not decoded yet.
  std::size_t pending() const { return encoded_.size() - used_; }

  // The next run of decoded bytes, valid until the next call. Empty if more
  // must arrive first, or if the rest cannot be decoded.
  std::string_view Next();

  // Why the body cannot be decoded, in words. Pass true for `at_end` once the
  // last byte has arrived and Next has returned everything: then an incomplete
  // body is a problem too.
  std::optional<std::string> Problem(bool at_end) const;

 private:
  struct Inflater;

  std::string_view Inflate();

  std::unique_ptr<Inflater> inflater_;  // null: not encoded
  std::string encoded_;
  std::size_t used_ = 0;  // of encoded_
  std::string decoded_;   // what Next returned
  bool ended_ = false;    // the gzip member is complete
  std::string problem_;
};

}  // namespace pitel
