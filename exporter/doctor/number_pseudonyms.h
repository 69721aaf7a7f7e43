#pragma once

#include <string>
#include <string_view>

#include "doctor/digit_cipher.h"

namespace pitel {

// Replaces phone numbers with made-up ones of the same shape, so that the
// exporter counts the same: numbers that it treats as equal stay equal, others
// stay different, and a number that equals an extension stays equal to it.
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
  std::string OfDigits(const std::string& digits) const;
  // For a number as the exporter normalises it.
  std::string OfNormalized(const std::string& number) const;

  const DigitCipher cipher_;
};

}  // namespace pitel
