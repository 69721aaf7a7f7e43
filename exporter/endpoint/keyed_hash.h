#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <string_view>

namespace pitel {

// SipHash-2-4 under a random key of this process, which stays in memory. Equal
// texts have equal hashes, but a hash does not reveal its text: a plain hash of
// a phone number could be reversed by trying all numbers. With 64 bits, two of
// a million values are mistaken for each other in one of 10^7 polls.
class KeyedHash {
 public:
  KeyedHash();

  // 0 for an empty text only.
  std::uint64_t operator()(std::string_view text) const;
  // Of several hashes, in their order; never 0.
  std::uint64_t Join(std::initializer_list<std::uint64_t> hashes) const;

 private:
  std::array<unsigned char, 16> key_;
};

// Combines keyed hashes, in their order; never 0. The result is spread as
// evenly as they are. KeyedHash::Join also takes other numbers, and costs 20
// times as much.
inline std::uint64_t Combine(std::initializer_list<std::uint64_t> hashes) {
  constexpr std::uint64_t kOdd = 0x9e3779b97f4a7c15;
  std::uint64_t combined = hashes.size();
  for (const std::uint64_t hash : hashes) combined = (combined + hash) * kOdd;
  return combined != 0 ? combined : 1;
}

}  // namespace pitel
