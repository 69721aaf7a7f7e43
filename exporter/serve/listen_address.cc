#include "serve/listen_address.h"

#include <charconv>
#include <optional>

namespace pitel {
namespace {

std::optional<std::uint16_t> ParsePort(std::string_view text) {
  std::uint16_t port = 0;
  const char* const end = text.data() + text.size();
  const auto parsed = std::from_chars(text.data(), end, port);
  if (parsed.ec != std::errc() || parsed.ptr != end) return std::nullopt;
  return port;
}

// Whether `host` is what stands between brackets, or a name or IPv4 address.
bool IsHost(std::string_view host, bool bracketed) {
  if (bracketed) return host.find(':') != host.npos;
  return host.find_first_of(":[] /") == host.npos;
}

}  // namespace

Result<ListenAddress> ParseListenAddress(std::string_view text) {
  const Error error{"invalid listen address \"" + std::string(text) +
                    "\": want host:port, [v6]:port or :port"};
  const std::size_t colon = text.rfind(':');
  if (colon == text.npos) return error;
  const auto port = ParsePort(text.substr(colon + 1));
  std::string_view host = text.substr(0, colon);
  const bool bracketed = host.starts_with('[') && host.ends_with(']');
  if (bracketed) host = host.substr(1, host.size() - 2);
  if (!port || !IsHost(host, bracketed)) return error;
  return ListenAddress{std::string(host), *port};
}

}  // namespace pitel
