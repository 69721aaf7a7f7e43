#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <string_view>

namespace pitel {

// SipHash-2-4 under a random key of this process, which stays in memory: equal
// texts can be told, the texts cannot be told from the hashes. A plain hash of
// a phone number would be undone by trying all numbers. 64 bits make a mistaken
// match among a million values a matter of one in 10^7 polls.
class KeyedHash {
 public:
  KeyedHash();

  // 0 for an empty text only.
  std::uint64_t operator()(std::string_view text) const;
  // Of hashes taken together, in their order; never 0.
  std::uint64_t Join(std::initializer_list<std::uint64_t> hashes) const;

 private:
  std::array<unsigned char, 16> key_;
};

}  // namespace pitel
