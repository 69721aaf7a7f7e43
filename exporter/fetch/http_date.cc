// libcurl reads far more than HTTP dates, other time zones and 31 February
// among them. So it is given only text of the three forms, and the day that it
// returns must be the one in the text.
#include "fetch/http_date.h"

#include <algorithm>
#include <cstdint>
#include <string>

#include "base/number.h"
#include "base/text.h"
#include "fetch/curl.h"

namespace pitel {
namespace {

using std::chrono::seconds;
using std::chrono::sys_seconds;

constexpr seconds kLongestRetryAfter = std::chrono::hours(24 * 365);

// What follows the name of the day: `a` is a letter, `0` a digit, `_` a digit
// or a space.
struct Form {
  std::string_view pattern;
  std::size_t day;  // where its two characters are
};
constexpr Form kForms[] = {{" 00 aaa 0000 00:00:00 GMT", 1},
                           {" 00-aaa-00 00:00:00 GMT", 1},
                           {" aaa _0 00:00:00 0000", 5}};

bool Fits(char c, char pattern) {
  switch (pattern) {
    case 'a':
      return IsLetter(c);
    case '0':
      return IsDigit(c);
    case '_':
      return IsDigit(c) || c == ' ';
    default:
      return c == pattern;
  }
}

bool IsDay(sys_seconds time, std::string_view day) {
  const std::chrono::year_month_day date(
      std::chrono::floor<std::chrono::days>(time));
  return ParseNumber<unsigned>(Trim(day)) == unsigned{date.day()};
}

}  // namespace

std::optional<sys_seconds> ParseHttpDate(std::string_view text) {
  text.remove_prefix(std::min(text.find(' '), text.size()));
  for (const auto& [pattern, day] : kForms) {
    if (!std::ranges::equal(text, pattern, Fits)) continue;
    const std::time_t time = curl_getdate(std::string(text).c_str(), nullptr);
    // A leap second is the first second of the next day.
    const seconds leap(text.find(":60") != text.npos);
    const sys_seconds date{seconds(time)};
    if (time < 0 || !IsDay(date - leap, text.substr(day, 2))) break;
    return date;
  }
  return std::nullopt;
}

std::optional<seconds> ParseRetryAfter(std::string_view text, sys_seconds now) {
  text = Trim(text);
  if (!text.empty() && std::ranges::all_of(text, IsDigit)) {
    const auto number = ParseNumber<std::int64_t>(text);
    return number ? std::min(seconds(*number), kLongestRetryAfter)
                  : kLongestRetryAfter;
  }
  const auto date = ParseHttpDate(text);
  if (!date) return std::nullopt;
  return std::clamp<seconds>(*date - now, seconds(0), kLongestRetryAfter);
}

}  // namespace pitel
