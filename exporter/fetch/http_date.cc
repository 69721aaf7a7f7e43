#include "fetch/http_date.h"

#include <algorithm>
#include <cstdint>
#include <ctime>
#include <string>

#include "base/number.h"
#include "base/text.h"

namespace pitel {
namespace {

using std::chrono::seconds;
using std::chrono::sys_seconds;

constexpr seconds kLongestRetryAfter = std::chrono::hours(24 * 365);

// What follows the name of the day, for strptime.
constexpr const char* kForms[] = {
    " %d %b %Y %H:%M:%S GMT", " %d-%b-%y %H:%M:%S GMT", " %b %d %H:%M:%S %Y"};

// The time in UTC since 1970, if the day exists. A leap second is the first
// second of the next minute.
std::optional<sys_seconds> TimeOf(const std::tm& utc) {
  using namespace std::chrono;
  const year_month_day date(year(utc.tm_year + 1900),
                            month(static_cast<unsigned>(utc.tm_mon) + 1),
                            day(static_cast<unsigned>(utc.tm_mday)));
  if (!date.ok() || date.year() < year(1970)) return std::nullopt;
  return sys_days(date) + hours(utc.tm_hour) + minutes(utc.tm_min) +
         seconds(utc.tm_sec);
}

}  // namespace

std::optional<sys_seconds> ParseHttpDate(std::string_view text) {
  const std::string date(text.substr(std::min(text.find(' '), text.size())));
  for (const char* form : kForms) {
    std::tm utc{};
    const char* const end = strptime(date.c_str(), form, &utc);
    if (end == date.c_str() + date.size()) return TimeOf(utc);
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
