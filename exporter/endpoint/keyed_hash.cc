#include "endpoint/keyed_hash.h"

#include <sodium.h>

#include <cstring>
#include <stdexcept>

namespace pitel {
namespace {

std::uint64_t SipHash(const void* bytes, std::size_t size,
                      const unsigned char* key) {
  unsigned char digest[crypto_shorthash_BYTES];
  crypto_shorthash(digest, static_cast<const unsigned char*>(bytes), size, key);
  std::uint64_t hash = 0;
  static_assert(sizeof digest == sizeof hash);
  std::memcpy(&hash, digest, sizeof hash);
  return hash != 0 ? hash : 1;
}

}  // namespace

KeyedHash::KeyedHash() {
  static_assert(std::tuple_size_v<decltype(key_)> == crypto_shorthash_KEYBYTES);
  if (sodium_init() < 0) throw std::runtime_error("libsodium does not start");
  crypto_shorthash_keygen(key_.data());
}

std::uint64_t KeyedHash::operator()(std::string_view text) const {
  return text.empty() ? 0 : SipHash(text.data(), text.size(), key_.data());
}

std::uint64_t KeyedHash::Join(
    std::initializer_list<std::uint64_t> hashes) const {
  return SipHash(hashes.begin(), hashes.size() * sizeof *hashes.begin(),
                 key_.data());
}

}  // namespace pitel
