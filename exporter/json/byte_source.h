#pragma once

#include <string_view>

namespace pitel {

// Bytes that a parser pulls as it needs them, so that a document is never in
// memory as a whole.
class ByteSource {
 public:
  virtual ~ByteSource() = default;

  // The next run of bytes, valid until the next call; empty at the end. Only
  // the source knows whether that was the end of the document.
  virtual std::string_view Next() = 0;
};

// A document that is already in memory. Tested in pulled_stream_test.cc.
class TextSource final : public ByteSource {
 public:
  explicit TextSource(std::string_view text) : text_(text) {}

  std::string_view Next() override {
    const std::string_view all = text_;
    text_ = {};
    return all;
  }

 private:
  std::string_view text_;
};

}  // namespace pitel
