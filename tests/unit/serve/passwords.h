// Passwords for the tests, hashed at the lowest cost.
#pragma once

#include <crypt.h>

#include <memory>
#include <string>
#include <string_view>

namespace pitel::testing {

inline std::string HashOf(const std::string& password) {
  const auto work = std::make_unique<crypt_data>();
  return ::crypt_r(password.c_str(), "$2b$04$abcdefghijklmnopqrstuu",
                   work.get());
}

inline std::string Base64(std::string_view bytes) {
  constexpr char kDigits[] =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    unsigned bits = 0;
    for (std::size_t j = i; j < i + 3; ++j) {
      bits = bits << 8 |
             (j < bytes.size() ? static_cast<unsigned char>(bytes[j]) : 0);
    }
    for (std::size_t j = 0; j < 4; ++j) {
      text += i + j > bytes.size() ? '=' : kDigits[bits >> (18 - 6 * j) & 63];
    }
  }
  return text;
}

// The header field of a request.
inline std::string Authorization(const std::string& user,
                                 const std::string& password) {
  return "Authorization: Basic " + Base64(user + ":" + password) + "\r\n";
}

}  // namespace pitel::testing
