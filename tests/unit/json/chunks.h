#pragma once

#include <cstddef>
#include <string_view>

#include "json/byte_source.h"

namespace pitel {

// Gives a document in runs of `size` bytes.
class Chunks final : public ByteSource {
 public:
  Chunks(std::string_view text, std::size_t size) : text_(text), size_(size) {}
  std::string_view Next() override {
    const std::string_view run = text_.substr(0, size_);
    text_.remove_prefix(run.size());
    return run;
  }

 private:
  std::string_view text_;
  std::size_t size_;
};

}  // namespace pitel
