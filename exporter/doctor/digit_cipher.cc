#include "doctor/digit_cipher.h"

#include <cstdint>

namespace pitel {
namespace {

constexpr std::uint64_t kRounds = 10;

std::uint64_t PowerOfTen(std::size_t exponent) {
  std::uint64_t power = 1;
  for (std::size_t i = 0; i < exponent; ++i) power *= 10;
  return power;
}

std::uint64_t NumberOf(std::string_view digits) {
  std::uint64_t number = 0;
  for (const char digit : digits) {
    number = number * 10 + static_cast<std::uint64_t>(digit - '0');
  }
  return number;
}

std::string DigitsOfLength(std::uint64_t number, std::size_t length) {
  std::string digits(length, '0');
  for (std::size_t i = length; i-- > 0; number /= 10) {
    digits[i] = static_cast<char>('0' + number % 10);
  }
  return digits;
}

}  // namespace

// Each round adds a function of one half to the other, which can be undone, so
// no two inputs have the same result. A half has at most 18 digits, and the sum
// of two fits into 64 bits.
std::string DigitCipher::Encrypt(std::string_view digits) const {
  const std::size_t left_size = digits.size() / 2;
  const std::size_t right_size = digits.size() - left_size;
  const std::uint64_t left_size_power = PowerOfTen(left_size);
  const std::uint64_t right_size_power = PowerOfTen(right_size);
  std::uint64_t left = NumberOf(digits.substr(0, left_size));
  std::uint64_t right = NumberOf(digits.substr(left_size));
  for (std::uint64_t round = 0; round < kRounds; ++round) {
    if (round % 2 == 0) {
      const auto added = hash_.Join({round, digits.size(), left});
      right = (right + added % right_size_power) % right_size_power;
    } else {
      const auto added = hash_.Join({round, digits.size(), right});
      left = (left + added % left_size_power) % left_size_power;
    }
  }
  return DigitsOfLength(left, left_size) + DigitsOfLength(right, right_size);
}

}  // namespace pitel
