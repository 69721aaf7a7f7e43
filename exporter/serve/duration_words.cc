#include "serve/duration_words.h"

#include <algorithm>
#include <cstdint>
#include <string_view>

namespace pitel {
namespace {

struct TimeUnit {
  std::int64_t seconds;
  std::string_view name;
};
constexpr TimeUnit kTimeUnits[] = {
    {86'400, " d"}, {3'600, " h"}, {60, " min"}, {1, " s"}};

}  // namespace

std::string DurationInWords(std::chrono::nanoseconds duration) {
  const auto ms =
      std::max<std::int64_t>(duration / std::chrono::milliseconds(1), 0);
  if (ms < 1'000) return std::to_string(ms) + " ms";
  const auto s = ms / 1'000;
  if (const auto tenths = ms / 100 % 10; s < 10 && tenths > 0) {
    return std::to_string(s) + "." + std::to_string(tenths) + " s";
  }
  const auto* unit = std::ranges::find_if(
      kTimeUnits, [s](const auto& u) { return s >= u.seconds; });
  std::string words = std::to_string(s / unit->seconds).append(unit->name);
  if (unit->seconds == 1) return words;
  const auto rest = s % unit->seconds;
  ++unit;
  return words + " " + std::to_string(rest / unit->seconds).append(unit->name);
}

}  // namespace pitel
