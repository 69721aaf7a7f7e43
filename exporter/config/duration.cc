#include "config/duration.h"

#include <cstdint>

#include "base/number.h"

namespace pitel {
namespace {

using std::chrono::milliseconds;

struct Unit {
  std::string_view name;
  std::int64_t milliseconds;
};

constexpr Unit kUnits[] = {
    {"y", 365LL * 86'400'000},
    {"w", 7LL * 86'400'000},
    {"d", 86'400'000},
    {"h", 3'600'000},
    {"m", 60'000},
    {"s", 1'000},
    {"ms", 1},
};

// Nanoseconds can count three times as far.
constexpr std::int64_t kLongest = 100 * kUnits[0].milliseconds;

}  // namespace

Result<milliseconds> ParseDuration(std::string_view text) {
  const Error error{
      "is not a duration: write a number and a unit, such as "
      "500ms, 10s, 1m30s or 4h"};
  if (text == "0") return milliseconds(0);
  std::int64_t total = 0;
  const Unit* unit = std::begin(kUnits);
  do {
    const auto number = TakeNumber<std::uint32_t>(text);
    const auto name = text.substr(0, text.find_first_of("0123456789"));
    text.remove_prefix(name.size());
    while (unit != std::end(kUnits) && unit->name != name) ++unit;
    if (!number || unit == std::end(kUnits)) return error;
    if (*number > (kLongest - total) / unit->milliseconds) return error;
    total += *number * unit->milliseconds;
    ++unit;
  } while (!text.empty());
  return milliseconds(total);
}

std::string FormatDuration(std::chrono::nanoseconds duration) {
  auto rest = std::chrono::floor<milliseconds>(duration).count();
  std::string text;
  for (const Unit& unit : kUnits) {
    // "365d" and "14d" are clearer than "1y" and "2w".
    if (unit.name == "y" || unit.name == "w") continue;
    if (rest < unit.milliseconds) continue;
    text += std::to_string(rest / unit.milliseconds);
    text += unit.name;
    rest %= unit.milliseconds;
  }
  return text.empty() ? "0s" : text;
}

}  // namespace pitel
