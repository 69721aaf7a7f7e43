#include "serve/password_cache.h"

namespace pitel {

LoginKey PasswordCache::KeyOf(std::string_view user, std::string_view hash,
                              std::string_view password) const {
  const auto join = [&](const KeyedHash& keyed) {
    return keyed.Join({keyed(user), keyed(hash), keyed(password)});
  };
  return {join(first_), join(second_)};
}

void PasswordCache::Add(const LoginKey& key) {
  if (keys_.size() == kMostEntries) keys_.clear();
  keys_.insert(key);
}

}  // namespace pitel
