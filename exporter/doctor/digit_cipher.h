#pragma once

#include <string>
#include <string_view>

#include "endpoint/keyed_hash.h"

namespace pitel {

// Replaces strings of digits with others of the same length, under the random
// key of a KeyedHash: different ones stay different, and equal ones stay equal.
// A Feistel network over the two halves, which needs no memory.
class DigitCipher {
 public:
  // Longer strings are not supported.
  static constexpr std::size_t kMostDigits = 36;

  // `digits` are digits only, at most kMostDigits.
  std::string Encrypt(std::string_view digits) const;

 private:
  const KeyedHash hash_;
};

}  // namespace pitel
