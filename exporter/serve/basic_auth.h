#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace pitel {

struct BasicCredentials {
  std::string user;
  std::string password;  // a secret

  bool operator==(const BasicCredentials&) const = default;
};

// Reads the value of an Authorization header (RFC 7617); absent if it is not
// well-formed or of another scheme.
std::optional<BasicCredentials> ParseBasicAuth(std::string_view authorization);

}  // namespace pitel
