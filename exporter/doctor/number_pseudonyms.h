#pragma once

#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "doctor/digit_cipher.h"
#include "endpoint/keyed_hash.h"

namespace pitel {

// Replaces phone numbers with made-up ones of the same shape, so that the
// exporter counts the same: numbers that it treats as equal stay equal, others
// stay different, and a number that equals an extension stays equal to it. Any
// thread.
class NumberPseudonyms {
 public:
  // For a field with a phone number, trimmed. What the exporter ignores (a
  // display name, the host of a URI, parameters, spaces) is left out; a text
  // that names nobody becomes "anonymous".
  std::string OfNumber(std::string_view number) const;
  // For the digits of an extension.
  std::string OfExtensionDigits(std::string_view digits) const {
    return OfDigits(std::string(digits));
  }

 private:
  // Remembers pseudonyms by a hash of the digits: the rows of one response are
  // mostly those of the last one.
  std::string OfDigits(const std::string& digits) const;
  std::string MakeForDigits(const std::string& digits) const;
  // For a number as the exporter normalises it.
  std::string OfNormalized(const std::string& number) const;

  static constexpr std::size_t kMostRemembered = 1'000'000;

  const KeyedHash hash_;
  const DigitCipher cipher_{};
  mutable std::mutex mutex_;
  mutable std::unordered_map<std::uint64_t, std::string>
      known_;  // guarded by mutex_
};

}  // namespace pitel
