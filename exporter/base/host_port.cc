#include "base/host_port.h"

#include <algorithm>

#include "base/number.h"
#include "base/text.h"

namespace pitel {
namespace {

bool IsHostCharacter(char c) {
  return IsVisibleAscii(c) && c != '/' && c != '[' && c != ']';
}

}  // namespace

std::optional<HostPort> ParseHostPort(std::string_view text) {
  const auto colon = text.rfind(':');
  if (colon == text.npos) return std::nullopt;
  const auto port = ParseNumber<std::uint16_t>(text.substr(colon + 1));
  std::string_view host = text.substr(0, colon);
  const bool is_bracketed = host.starts_with('[') && host.ends_with(']');
  if (is_bracketed) host = host.substr(1, host.size() - 2);
  const bool is_v6 = host.find(':') != host.npos;
  if (!port || is_v6 != is_bracketed ||
      !std::ranges::all_of(host, IsHostCharacter)) {
    return std::nullopt;
  }
  return HostPort{std::string(host), *port};
}

std::string ToString(const HostPort& address) {
  const bool is_v6 = address.host.find(':') != address.host.npos;
  return (is_v6 ? "[" + address.host + "]" : address.host) + ":" +
         std::to_string(address.port);
}

}  // namespace pitel
