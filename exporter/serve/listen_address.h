#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace pitel {

// Where to listen, as the command line states it.
struct ListenAddress {
  std::string host;        // a name or an address, without brackets; empty: any
  std::uint16_t port = 0;  // 0: a free one

  bool operator==(const ListenAddress&) const = default;
};

// Reads `host:port`, `[v6]:port` or `:port`.
Result<ListenAddress> ParseListenAddress(std::string_view text);

}  // namespace pitel
