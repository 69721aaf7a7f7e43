#include "endpoint/timestamp.h"

#include <date/tz.h>

#include <exception>
#include <string>

#include "base/text.h"

namespace pitel {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

// Takes fixed fields off the front of a text; every method is a no-op after
// the first mismatch.
class FieldReader {
 public:
  explicit FieldReader(std::string_view text) : rest_(text) {}

  int Digits(std::size_t count, int most) {
    if (rest_.size() < count) ok_ = false;
    int number = 0;
    for (std::size_t i = 0; ok_ && i < count; ++i) {
      ok_ = IsDigit(rest_[i]);
      number = number * 10 + (rest_[i] - '0');
    }
    if (ok_) rest_.remove_prefix(count);
    ok_ = ok_ && number <= most;
    return number;
  }

  // Whether one of `choices` came next, and which.
  char Either(std::string_view choices) {
    if (!ok_ || rest_.empty() || choices.find(rest_[0]) == choices.npos) {
      return '\0';
    }
    const char found = rest_[0];
    rest_.remove_prefix(1);
    return found;
  }

  void Expect(std::string_view choices) {
    ok_ = Either(choices) != '\0' && ok_;
  }

  // A fraction has at least one digit.
  void SkipFraction() {
    if (Either(".") == '\0') return;
    ok_ = !rest_.empty() && IsDigit(rest_[0]);
    while (!rest_.empty() && IsDigit(rest_[0])) rest_.remove_prefix(1);
  }

  // The hh:mm behind a sign.
  seconds Offset(char sign) {
    const hours whole(Digits(2, 14));
    Expect(":");
    const minutes part(Digits(2, 59));
    const seconds size = whole + part;
    ok_ = ok_ && size <= hours(14);
    return sign == '-' ? -size : size;
  }

  bool ok() const { return ok_; }
  bool AtEnd() const { return ok_ && rest_.empty(); }

 private:
  std::string_view rest_;
  bool ok_ = true;
};

const date::time_zone* FindZone(std::string_view name) {
  try {
    return date::locate_zone(name);
  } catch (const std::exception&) {
    return nullptr;  // unknown, or there is no tzdata
  }
}

}  // namespace

Result<TimeZone> TimeZone::Parse(std::string_view text) {
  FieldReader reader(text);
  if (const char sign = reader.Either("+-")) {
    const seconds offset = reader.Offset(sign);
    if (reader.AtEnd()) return TimeZone(offset);
  } else if (const auto* found = FindZone(text)) {
    TimeZone zone;
    zone.zone_ = found;
    return zone;
  }
  return Error{
      "is not a time zone: write an offset from -14:00 to +14:00 such as "
      "\"+07:00\", or a name from the system's tzdata such as "
      "Asia/Ho_Chi_Minh"};
}

std::chrono::sys_seconds TimeZone::ToSys(
    std::chrono::local_seconds local) const {
  const seconds since_epoch = local.time_since_epoch();
  if (zone_ == nullptr) return std::chrono::sys_seconds(since_epoch - offset_);
  return zone_->to_sys(date::local_seconds(since_epoch), date::choose::latest);
}

std::string TimeZone::Text() const {
  if (zone_ != nullptr) return zone_->name();
  const char* const sign = offset_ < seconds(0) ? "-" : "+";
  return sign + date::format("%R", std::chrono::abs(offset_));
}

std::optional<std::chrono::sys_seconds> ParseTimestamp(std::string_view text,
                                                       const TimeZone& zone,
                                                       ZoneChoice choice) {
  FieldReader reader(text);
  const std::chrono::year year(reader.Digits(4, 9999));
  reader.Expect("-");
  const std::chrono::month month(static_cast<unsigned>(reader.Digits(2, 12)));
  reader.Expect("-");
  const std::chrono::day day(static_cast<unsigned>(reader.Digits(2, 31)));
  reader.Expect(" T");
  seconds time = hours(reader.Digits(2, 23));
  reader.Expect(":");
  time += minutes(reader.Digits(2, 59));
  reader.Expect(":");
  time += seconds(reader.Digits(2, 59));
  reader.SkipFraction();
  if (!reader.ok()) return std::nullopt;
  const char mark = reader.Either("Z+-");
  const seconds offset =
      mark == '+' || mark == '-' ? reader.Offset(mark) : seconds(0);
  const std::chrono::year_month_day date = year / month / day;
  if (!reader.AtEnd() || !date.ok()) return std::nullopt;
  const auto local = std::chrono::local_days(date) + time;
  const bool is_stated = mark != '\0' && choice == ZoneChoice::kStated;
  return is_stated ? TimeZone(offset).ToSys(local) : zone.ToSys(local);
}

}  // namespace pitel
