#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace pitel {

// An address to listen on or to connect to.
struct HostPort {
  std::string host;  // a name or an address, without brackets
  std::uint16_t port = 0;

  bool operator==(const HostPort&) const = default;
};

// Reads `host:port`, `[v6]:port` or `:port`, which has an empty host. A name is
// not checked beyond its characters: printable ASCII other than :/[].
std::optional<HostPort> ParseHostPort(std::string_view text);

// The same forms.
std::string ToString(const HostPort& address);

}  // namespace pitel
