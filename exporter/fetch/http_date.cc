#include "fetch/http_date.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

#include "base/number.h"
#include "base/text.h"

namespace pitel {
namespace {

using std::chrono::seconds;
using std::chrono::sys_seconds;

constexpr seconds kLongestRetryAfter = std::chrono::hours(24 * 365);

constexpr std::array<std::string_view, 12> kMonths = {
    "Jan", "Feb", "Mar", "Apr", "May", "Jun",
    "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

std::vector<std::string_view> Split(std::string_view text,
                                    std::string_view separators) {
  std::vector<std::string_view> parts;
  while (!text.empty()) {
    const auto end = std::min(text.find_first_of(separators), text.size());
    if (end > 0) parts.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return parts;
}

bool IsDigits(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, IsDigit);
}

// -1 unless `text` is at most four digits.
int SmallNumber(std::string_view text) {
  if (!IsDigits(text) || text.size() > 4) return -1;
  return *ParseNumber<int>(text);
}

std::optional<seconds> TimeOfDay(std::string_view text) {
  const auto parts = Split(text, ":");
  if (parts.size() != 3) return std::nullopt;
  const int hour = SmallNumber(parts[0]);
  const int minute = SmallNumber(parts[1]);
  const int second = SmallNumber(parts[2]);
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 ||
      second > 60) {
    return std::nullopt;
  }
  return std::chrono::hours(hour) + std::chrono::minutes(minute) +
         seconds(second);
}

std::optional<sys_seconds> Combine(std::string_view day, std::string_view month,
                                   std::string_view year,
                                   std::string_view time) {
  const auto name = std::find(kMonths.begin(), kMonths.end(), month);
  int year_number = SmallNumber(year);
  if (year.size() == 2) year_number += year_number < 70 ? 2000 : 1900;
  const int day_number = SmallNumber(day);
  const auto time_of_day = TimeOfDay(time);
  if (name == kMonths.end() || year_number < 1970 || day_number < 0 ||
      !time_of_day) {
    return std::nullopt;
  }
  const std::chrono::year_month_day date(
      std::chrono::year{year_number},
      std::chrono::month(static_cast<unsigned>(name - kMonths.begin()) + 1),
      std::chrono::day(static_cast<unsigned>(day_number)));
  if (!date.ok()) return std::nullopt;
  return std::chrono::sys_days(date) + *time_of_day;
}

}  // namespace

std::optional<sys_seconds> ParseHttpDate(std::string_view text) {
  const auto words = Split(text, " ,-");
  if (words.size() == 6 && words[5] == "GMT") {
    return Combine(words[1], words[2], words[3], words[4]);
  }
  if (words.size() == 5) return Combine(words[2], words[1], words[4], words[3]);
  return std::nullopt;
}

std::optional<seconds> ParseRetryAfter(std::string_view text, sys_seconds now) {
  text = Trim(text);
  if (IsDigits(text)) {
    const auto number = ParseNumber<std::int64_t>(text);
    return number ? std::min(seconds(*number), kLongestRetryAfter)
                  : kLongestRetryAfter;
  }
  const auto date = ParseHttpDate(text);
  if (!date) return std::nullopt;
  return std::clamp<seconds>(*date - now, seconds(0), kLongestRetryAfter);
}

}  // namespace pitel
