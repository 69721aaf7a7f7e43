#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "simulator/quirky_values.h"

namespace pitel::simulation {

// Turns an answer of GET /v3/monitor that RenderRows writes into one that
// means the same, as real hosts write it: quirky values, a byte order mark, and
// null for an empty list. Equal seeds and equal answers give equal bytes,
// whatever the chunks.
class QuirkyAnswer {
 public:
  QuirkyAnswer(std::uint64_t seed, std::chrono::seconds utc_offset)
      : values_(seed, utc_offset) {}

  // Takes the next chunk, which ends behind a whole row or the document. The
  // result stays good until the next call.
  std::string_view Rewrite(std::string_view chunk);

 private:
  void AppendEnd(std::string_view rest);

  QuirkyValues values_;
  std::string json_;
  bool begun_ = false;
};

}  // namespace pitel::simulation
