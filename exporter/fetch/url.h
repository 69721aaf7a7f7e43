#pragma once

#include <compare>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace pitel {

// Scheme, host, port and path prefix; nothing else.
struct BaseUrl {
  std::string scheme;  // "http" or "https"
  std::string host;    // lower case; IPv6 in brackets
  std::string port;    // as given, or the scheme's default
  std::string path;    // "" or "/prefix", without a slash at the end

  // As in "https://api.example.com:8443/prefix", without a default port.
  std::string Text() const;
  // The same without the path, for pages: gateways put keys into path prefixes.
  std::string Origin() const;
  // localhost, 127.0.0.0/8 or ::1: the only hosts that may be reached by plain
  // HTTP by default.
  bool IsLoopback() const;

  auto operator<=>(const BaseUrl&) const = default;
};

// The error says what is wrong without repeating a user or password.
Result<BaseUrl> ParseBaseUrl(const std::string& text);

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
