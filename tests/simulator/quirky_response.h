#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "simulator/quirky_values.h"

namespace pitel::simulation {

// Rewrites a response of GET /v3/monitor, as written by RenderRows, like real
// hosts write it: with quirky values, a byte order mark, and null for an empty
// list. The meaning stays the same. Equal seeds and equal responses give equal
// bytes, however a response is divided into chunks.
class QuirkyResponse {
 public:
  QuirkyResponse(std::uint64_t seed, std::chrono::seconds utc_offset)
      : values_(seed, utc_offset) {}

  // Takes the next chunk, which ends after a whole row or the document. The
  // result is valid until the next call.
  std::string_view Rewrite(std::string_view chunk);

 private:
  void AppendEnd(std::string_view rest);

  QuirkyValues values_;
  std::string json_;
  bool begun_ = false;
};

}  // namespace pitel::simulation
