#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <set>
#include <string_view>

#include "endpoint/keyed_hash.h"

namespace pitel {

// Stands for a user, the hash of the password that the user should give, and
// the password that was given. Neither can be learned from it.
struct LoginKey {
  std::uint64_t first;
  std::uint64_t second;

  auto operator<=>(const LoginKey&) const = default;
};

// The logins that were found to be right. Since checking a password is slow on
// purpose, a scrape must not do so each time.
class PasswordCache {
 public:
  static constexpr std::size_t kMostEntries = 1000;

  // Two logins have the same key only if all three texts are equal, except for
  // one in 2^128: each text is hashed by itself, under keys that nobody knows.
  LoginKey KeyOf(std::string_view user, std::string_view hash,
                 std::string_view password) const;

  bool Has(const LoginKey& key) const { return keys_.contains(key); }
  // Forgets all others if there are too many.
  void Add(const LoginKey& key);
  void Clear() { keys_.clear(); }

 private:
  const KeyedHash first_;
  const KeyedHash second_;
  std::set<LoginKey> keys_;
};

}  // namespace pitel
