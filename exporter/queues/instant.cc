#include "queues/instant.h"

#include <chrono>

#include "base/text.h"

namespace pitel {
namespace {

// The years that fit into a WallTime, with room for differences.
constexpr std::chrono::sys_seconds kCeiling =
    std::chrono::sys_days(std::chrono::year(2200) / 1 / 1);

// The digits behind the seconds of a timestamp that was read without them.
std::chrono::microseconds Fraction(std::string_view text) {
  const auto point = text.find('.');
  if (point == text.npos) return std::chrono::microseconds(0);
  std::chrono::microseconds fraction(0);
  std::chrono::microseconds unit(100'000);
  for (std::size_t i = point + 1; i < text.size() && IsDigit(text[i]); ++i) {
    fraction += unit * (text[i] - '0');
    unit /= 10;
  }
  return fraction;
}

}  // namespace

WallTime ParseInstant(std::string_view text, const TimeZone& zone) {
  const auto seconds = ParseTimestamp(text, zone);
  if (!seconds || *seconds < kTimestampFloor || *seconds >= kCeiling) {
    return kNoInstant;
  }
  return WallTime(*seconds) + Fraction(text);
}

}  // namespace pitel
