#include "config/byte_size.h"

#include <cstdint>

#include "base/number.h"

namespace pitel {
namespace {

struct Unit {
  std::string_view name;
  unsigned bits;
};

constexpr Unit kUnits[] = {{"GiB", 30}, {"MiB", 20}, {"KiB", 10}, {"B", 0}};

}  // namespace

Result<std::size_t> ParseByteSize(std::string_view text) {
  const auto number = TakeNumber<std::size_t>(text);
  for (const Unit& unit : kUnits) {
    if (number && text == unit.name && *number <= SIZE_MAX >> unit.bits) {
      return *number << unit.bits;
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
