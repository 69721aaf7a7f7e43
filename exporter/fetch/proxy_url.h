#pragma once

#include <compare>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace pitel {

// A proxy. User and password are secrets.
struct ProxyUrl {
  std::string scheme;  // "http", "https", "socks5" or "socks5h"
  std::string host;    // IPv6 in brackets
  std::string port;
  std::optional<std::string> user;  // without URL escapes
  std::optional<std::string> password;

  // As in "http://proxy.example.com:3128", with `mask` in place of the user and
  // of the password.
  std::string Masked(std::string_view mask) const;

  auto operator<=>(const ProxyUrl&) const = default;
};

// The port is required, since it has no agreed default for a proxy. The error
// says what is wrong without repeating a user or password.
Result<ProxyUrl> ParseProxyUrl(const std::string& text);

}  // namespace pitel
