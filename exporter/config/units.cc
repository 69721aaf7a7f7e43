#include "config/units.h"

#include <cstdint>

#include "base/number.h"

namespace pitel {
namespace {

using std::chrono::milliseconds;

template <typename Number>
struct Unit {
  std::string_view name;
  Number size;
};

// In milliseconds.
constexpr Unit<std::int64_t> kTimes[] = {
    {"y", 365LL * 86'400'000},
    {"w", 7LL * 86'400'000},
    {"d", 86'400'000},
    {"h", 3'600'000},
    {"m", 60'000},
    {"s", 1'000},
    {"ms", 1},
};

// Nanoseconds can count three times as far.
constexpr std::int64_t kLongest = 100 * kTimes[0].size;

// In bytes.
constexpr Unit<std::size_t> kSizes[] = {
    {"GiB", 1 << 30}, {"MiB", 1 << 20}, {"KiB", 1 << 10}, {"B", 1}};

}  // namespace

Result<milliseconds> ParseDuration(std::string_view text) {
  const Error error{
      "is not a duration: write a number and a unit, such as "
      "500ms, 10s, 1m30s or 4h"};
  if (text == "0") return milliseconds(0);
  std::int64_t total = 0;
  const auto* unit = std::begin(kTimes);
  do {
    const auto number = TakeNumber<std::uint32_t>(text);
    const auto name = text.substr(0, text.find_first_of("0123456789"));
    text.remove_prefix(name.size());
    while (unit != std::end(kTimes) && unit->name != name) ++unit;
    if (!number || unit == std::end(kTimes)) return error;
    if (*number > (kLongest - total) / unit->size) return error;
    total += *number * unit->size;
    ++unit;
  } while (!text.empty());
  return milliseconds(total);
}

std::string FormatDuration(std::chrono::nanoseconds duration) {
  auto rest = std::chrono::floor<milliseconds>(duration).count();
  std::string text;
  for (const auto& unit : kTimes) {
    // "365d" and "14d" are clearer than "1y" and "2w".
    if (unit.name == "y" || unit.name == "w" || rest < unit.size) continue;
    text.append(std::to_string(rest / unit.size)).append(unit.name);
    rest %= unit.size;
  }
  return text.empty() ? "0s" : text;
}

Result<std::size_t> ParseByteSize(std::string_view text) {
  const auto number = TakeNumber<std::size_t>(text);
  for (const auto& unit : kSizes) {
    if (number && text == unit.name && *number <= SIZE_MAX / unit.size) {
      return *number * unit.size;
    }
  }
  return Error{
      "is not a size: write a number and B, KiB, MiB or GiB, such as 64MiB"};
}

std::string FormatByteSize(std::size_t bytes) {
  const auto* unit = std::begin(kSizes);
  while (unit->size > 1 && (bytes == 0 || bytes % unit->size != 0)) ++unit;
  return std::to_string(bytes / unit->size).append(unit->name);
}

}  // namespace pitel
