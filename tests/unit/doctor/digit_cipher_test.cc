#include "doctor/digit_cipher.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace pitel {
namespace {

TEST(DigitCipher, PermutesTheStringsOfOneLength) {
  for (const std::size_t length : {1u, 2u, 3u, 4u}) {
    const DigitCipher cipher;
    std::set<std::string> results;
    std::size_t count = 1;
    for (std::size_t i = 0; i < length; ++i) count *= 10;
    for (std::size_t i = 0; i < count; ++i) {
      std::string digits = std::to_string(i);
      digits.insert(0, length - digits.size(), '0');
      const std::string result = cipher.Encrypt(digits);
      EXPECT_EQ(result.size(), length);
      EXPECT_EQ(result.find_first_not_of("0123456789"), result.npos);
      results.insert(result);
    }
    EXPECT_EQ(results.size(), count);
  }
}

TEST(DigitCipher, IsTheSameUnderOneKeyAndAnotherUnderTheNext) {
  const DigitCipher cipher;
  const DigitCipher other;
  const std::string digits(DigitCipher::kMostDigits, '7');
  EXPECT_EQ(cipher.Encrypt(digits), cipher.Encrypt(digits));
  EXPECT_NE(cipher.Encrypt(digits), digits);
  EXPECT_NE(cipher.Encrypt(digits), other.Encrypt(digits));
  EXPECT_EQ(cipher.Encrypt(digits).size(), digits.size());
}

TEST(DigitCipher, OfNothingIsNothing) {
  EXPECT_EQ(DigitCipher().Encrypt(""), "");
}

}  // namespace
}  // namespace pitel
