#include "config/go_duration.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>

#include "base/number.h"
#include "base/text.h"

namespace pitel {
namespace {

using std::chrono::nanoseconds;

struct Unit {
  std::string_view name;
  double nanoseconds;
};
constexpr Unit kUnits[] = {{"h", 3'600e9},   {"m", 60e9},     {"s", 1e9},
                           {"ms", 1e6},      {"us", 1e3},     {"ns", 1},
                           {"\u00b5s", 1e3}, {"\u03bcs", 1e3}};

// 292 years: more does not fit into 64 bits.
constexpr double kLongest = 9.2e18;

constexpr std::string_view kNumber = "0123456789.";

// Removes "1.5h" at the start of `text` and returns it in nanoseconds.
std::optional<double> TakePart(std::string_view& text) {
  const std::size_t digits =
      std::min(text.find_first_not_of(kNumber), text.size());
  const auto number = ParseNumber<double>(text.substr(0, digits));
  text.remove_prefix(digits);
  const auto name = text.substr(0, text.find_first_of(kNumber));
  text.remove_prefix(name.size());
  const auto unit = std::ranges::find(kUnits, name, &Unit::name);
  if (!number || unit == std::end(kUnits)) return std::nullopt;
  return *number * unit->nanoseconds;
}

}  // namespace

Result<nanoseconds> ParseGoDuration(std::string_view text) {
  const Error error{
      "is not a duration: write a number and a unit, such as 300ms, 1s, 1m30s "
      "or 1.5h (days are not a unit)"};
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  if (text == "0") return nanoseconds(0);
  double total = 0;
  do {
    const auto part = TakePart(text);
    if (!part) return error;
    total += *part;
  } while (!text.empty());
  if (total > kLongest) return error;
  const nanoseconds duration(static_cast<std::int64_t>(std::floor(total)));
  return negative ? -duration : duration;
}

}  // namespace pitel
