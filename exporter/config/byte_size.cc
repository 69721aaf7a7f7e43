#include "config/byte_size.h"

#include <charconv>
#include <cstdint>

namespace pitel {
namespace {

struct Unit {
  std::string_view name;
  unsigned bits;
};

constexpr Unit kUnits[] = {{"GiB", 30}, {"MiB", 20}, {"KiB", 10}, {"B", 0}};

}  // namespace

Result<std::size_t> ParseByteSize(std::string_view text) {
  std::size_t number = 0;
  const auto [end, failure] =
      std::from_chars(text.data(), text.data() + text.size(), number);
  const std::string_view name(
      end, static_cast<std::size_t>(text.data() + text.size() - end));
  for (const Unit& unit : kUnits) {
    if (failure == std::errc() && name == unit.name &&
        number <= SIZE_MAX >> unit.bits) {
      return number << unit.bits;
    }
  }
  return Error{
      "is not a size: write a number and B, KiB, MiB or GiB, such as "
      "64MiB"};
}

std::string FormatByteSize(std::size_t bytes) {
  for (const Unit& unit : kUnits) {
    const std::size_t number = bytes >> unit.bits;
    if (number > 0 && number << unit.bits == bytes) {
      return std::to_string(number) + std::string(unit.name);
    }
  }
  return "0B";
}

}  // namespace pitel
