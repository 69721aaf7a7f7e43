#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace pitel {

// The most that one call decodes, in bytes: a compressed response of any size
// passes through a buffer of this size.
inline constexpr std::size_t kDecodedRunBytes = 64 * 1024;

// Undoes the Content-Encoding of a response body, piece by piece: none, or gzip
// once. libcurl's own decoding would work off a whole chain of encodings in one
// call, however long that takes.
class BodyDecoder {
 public:
  BodyDecoder();
  ~BodyDecoder();
  BodyDecoder(const BodyDecoder&) = delete;
  BodyDecoder& operator=(const BodyDecoder&) = delete;

  // The body is one gzip member. To be called before the first byte comes.
  void ExpectGzip();

  // Takes what has arrived.
  void Append(std::string_view encoded);
  // Bytes that have arrived and are not decoded yet.
  std::size_t pending() const { return encoded_.size() - used_; }

  // The next run of decoded bytes, valid until the next call. Empty if more
  // must arrive first, or if the rest cannot be decoded.
  std::string_view Next();

  // Why the body cannot be decoded, in words. After the last byte has arrived
  // and Next has come to an end, `at_end` also finds what is missing.
  std::optional<std::string> Problem(bool at_end) const;

 private:
  struct Inflater;

  std::string_view TakeAll();
  std::string_view Inflate();

  std::unique_ptr<Inflater> inflater_;  // null: not encoded
  std::string encoded_;
  std::size_t used_ = 0;  // of encoded_
  std::string decoded_;   // what Next returned
  bool ended_ = false;    // the gzip member is complete
  std::string problem_;
};

}  // namespace pitel
