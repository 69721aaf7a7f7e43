#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace pitel {

// What is wrong with a proxy_url, if anything, without repeating a user or
// password. Accepted: http, https, socks5 or socks5h, an optional user and
// password, a host and a port (which has no agreed default for a proxy).
std::optional<Error> CheckProxyUrl(const std::string& text);

// A valid proxy_url with `mask` in place of its user and of its password.
std::string MaskProxyUrl(const std::string& text, std::string_view mask);

}  // namespace pitel
