#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <limits>
#include <string>
#include <string_view>

#include "simulator/board.h"
#include "simulator/directory.h"

namespace pitel::simulation {

struct RowOptions {
  bool idle_rows = true;  // whether phones without a call have a row
  std::chrono::seconds utc_offset = std::chrono::hours(7);  // of call_time
  // Rows beyond it are left out, but counted in `total`.
  std::uint64_t most_rows = std::numeric_limits<std::uint64_t>::max();
  std::size_t chunk_bytes = 256 << 10;
  bool switch_rows = false;  // see switch_rows.h
  std::uint64_t switch_seed = 1;
};

// Takes the next bytes of a document; false if no more are wanted.
using Sink = std::function<bool(std::string_view)>;

// Writes the response of GET /v3/monitor, minified, with all twenty fields in
// the vendor's order, in chunks of about chunk_bytes, and returns its `total`.
// `buffer` is where chunks are built; keep it for the next response. A phone
// has one row per call it is in (ghosts included), or a single one if idle;
// rows of the switch repeat these.
std::uint64_t RenderRows(const Directory& directory, const Board& board,
                         const RowOptions& options, std::string& buffer,
                         const Sink& sink);

}  // namespace pitel::simulation
