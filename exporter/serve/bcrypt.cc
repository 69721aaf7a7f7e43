#include "serve/bcrypt.h"

#include <crypt.h>

#include <cstddef>
#include <cstring>
#include <string_view>

namespace pitel {
namespace {

// Bcrypt uses no more of a password.
constexpr std::size_t kMostBytes = 72;
// "$2b$10$" and the salt.
constexpr std::size_t kSettingBytes = 29;

}  // namespace

Bcrypt::Bcrypt() : work_(std::make_unique<crypt_data>()) {}

Bcrypt::~Bcrypt() { ::explicit_bzero(work_.get(), sizeof *work_); }

// libxcrypt repeats faults of old implementations for `$2a$` and `$2x$`. Those
// who verify such hashes today, Go among them, do not.
bool Bcrypt::Matches(const std::string& password, const std::string& hash) {
  std::string text = password.substr(0, kMostBytes);
  std::string setting = hash;
  setting[2] = 'b';
  const char* const hashed =
      ::crypt_r(text.c_str(), setting.c_str(), work_.get());
  ::explicit_bzero(text.data(), text.size());
  // A zero byte would end the password for crypt_r.
  const bool whole = password.find('\0') == password.npos;
  return whole && hashed != nullptr &&
         std::string_view(hashed).size() == hash.size() &&
         hash.compare(kSettingBytes, hash.npos, hashed + kSettingBytes) == 0;
}

}  // namespace pitel
