#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "simulator/directory.h"
#include "simulator/types.h"

namespace pitel::simulation {

inline constexpr char kHexDigits[] = "0123456789abcdef";

// "00", "01", ... "ff".
inline constexpr auto kHexPairs = [] {
  std::array<char, 512> pairs{};
  for (std::size_t i = 0; i < 256; ++i) {
    pairs[2 * i] = kHexDigits[i >> 4];
    pairs[2 * i + 1] = kHexDigits[i & 15];
  }
  return pairs;
}();

// Writes the texts of rows one after the other; the caller ensures that there
// is room. In the header, so that it is inlined.
class Pen {
 public:
  explicit Pen(char* at) : at_(at) {}
  char* at() const { return at_; }

  void Write(std::string_view text) {
    std::memcpy(at_, text.data(), text.size());
    at_ += text.size();
  }

  void Write(std::uint64_t number) {
    char digits[20];
    char* first = digits + sizeof digits;
    do {
      *--first = static_cast<char>('0' + number % 10);
      number /= 10;
    } while (number != 0);
    Write({first, static_cast<std::size_t>(digits + sizeof digits - first)});
  }

  void WritePadded(std::uint64_t number, int width) {
    for (int i = width - 1; i >= 0; --i) {
      at_[i] = static_cast<char>('0' + number % 10);
      number /= 10;
    }
    at_ += width;
  }

  void Write(const Uuid& uuid) {
    WriteHex(uuid.high, 56, 32);
    *at_++ = '-';
    WriteHex(uuid.high, 24, 16);
    *at_++ = '-';
    WriteHex(uuid.high, 8, 0);
    *at_++ = '-';
    WriteHex(uuid.low, 56, 48);
    *at_++ = '-';
    WriteHex(uuid.low, 40, 0);
  }

  // As "2023-04-10 17:02:51".
  void Write(Time local) {
    const auto day = std::chrono::floor<std::chrono::days>(local);
    const std::chrono::year_month_day date(day);
    const std::chrono::hh_mm_ss time(
        std::chrono::floor<std::chrono::seconds>(local - day));
    WritePadded(static_cast<unsigned>(static_cast<int>(date.year())), 4);
    *at_++ = '-';
    WritePadded(static_cast<unsigned>(date.month()), 2);
    *at_++ = '-';
    WritePadded(static_cast<unsigned>(date.day()), 2);
    *at_++ = ' ';
    WritePadded(static_cast<std::uint64_t>(time.hours().count()), 2);
    *at_++ = ':';
    WritePadded(static_cast<std::uint64_t>(time.minutes().count()), 2);
    *at_++ = ':';
    WritePadded(static_cast<std::uint64_t>(time.seconds().count()), 2);
  }

 private:
  void WriteHex(std::uint64_t bits, int from, int to) {
    for (int shift = from; shift >= to; shift -= 8) {
      std::memcpy(at_, &kHexPairs[2 * ((bits >> shift) & 0xff)], 2);
      at_ += 2;
    }
  }

  char* at_;
};

}  // namespace pitel::simulation
