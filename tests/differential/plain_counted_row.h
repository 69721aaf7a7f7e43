#pragma once

#include <chrono>
#include <vector>

#include "plain_names.h"
#include "plain_row.h"

namespace pitel::plain {

// A row with everything that follows from all polls.
struct CountedRow {
  Row row;
  Pair label;  // tenant and server after folding
  bool time_usable = false;
  std::chrono::nanoseconds age{};  // of a leg
  bool stale = false;
};
using CountedRows = std::vector<CountedRow>;

}  // namespace pitel::plain
