#pragma once

#include <cstdint>
#include <vector>

#include "calls/identifiers.h"
#include "calls/monitor_response.h"

namespace pitel {

// The legs of one response, grouped by call: one group per caller or other
// call, however many phones ring or talk in it.
struct CallGroups {
  static constexpr std::uint32_t kNone = ~std::uint32_t{0};

  std::vector<std::uint32_t> of_row;  // kNone for an idle extension
  std::uint32_t count = 0;

  bool operator==(const CallGroups&) const = default;
};

// `identifiers` are those of the response's legs, by hash.
CallGroups GroupLegs(const MonitorResponse& response,
                     const std::vector<Identifier>& identifiers);

}  // namespace pitel
