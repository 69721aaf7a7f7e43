#include "simulator/quirky_values.h"

#include <charconv>
#include <cstdio>

#include "simulator/pen.h"
#include "simulator/random.h"

namespace pitel::simulation {
namespace {

using std::chrono::seconds;

constexpr std::size_t kLongestExtension = 8;  // digits

char Upper(char c) { return c >= 'a' && c <= 'z' ? char(c - 'a' + 'A') : c; }
char Lower(char c) { return c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c; }

bool IsUuidOrId(std::string_view key) {
  return key == "call_id" || key.ends_with("_uuid");
}

bool IsNumber(std::string_view key) {
  return key == "cid_num" || key == "b_cid_num" || key == "destination";
}

bool IsWord(std::string_view key) {
  return key == "call_state" || key == "direction";
}

int DigitsAt(std::string_view text, std::size_t at, std::size_t count) {
  int number = 0;
  std::from_chars(text.data() + at, text.data() + at + count, number);
  return number;
}

// Parses a time such as "2024-05-06 09:00:00".
std::chrono::local_seconds LocalTime(std::string_view text) {
  const std::chrono::year_month_day date(
      std::chrono::year(DigitsAt(text, 0, 4)),
      std::chrono::month(static_cast<unsigned>(DigitsAt(text, 5, 2))),
      std::chrono::day(static_cast<unsigned>(DigitsAt(text, 8, 2))));
  return std::chrono::local_days(date) +
         std::chrono::hours(DigitsAt(text, 11, 2)) +
         std::chrono::minutes(DigitsAt(text, 14, 2)) +
         seconds(DigitsAt(text, 17, 2));
}

std::string DateAndTime(seconds since_epoch) {
  char text[32];
  Pen pen(text);
  pen.Write(Time(since_epoch));
  return {text, static_cast<std::size_t>(pen.at() - text)};
}

// An offset such as "+07:00".
std::string OffsetText(seconds offset) {
  const auto minutes = static_cast<unsigned>(std::abs(offset.count()) / 60);
  char text[16];
  std::snprintf(text, sizeof text, "%c%02u:%02u",
                offset.count() < 0 ? '-' : '+', minutes / 60 % 100,
                minutes % 60);
  return text;
}

}  // namespace

std::uint32_t QuirkyValues::Below(std::uint32_t bound) {
  return static_cast<std::uint32_t>(Mix(seed_, ++drawn_) % bound);
}

std::string QuirkyValues::Pick(
    std::initializer_list<std::string_view> choices) {
  const auto index = Below(static_cast<std::uint32_t>(choices.size()));
  return std::string(choices.begin()[index]);
}

std::string QuirkyValues::AnyCase(std::string_view text) {
  std::string result(text);
  const std::uint32_t form = Below(4);
  for (std::size_t i = 0; i < result.size(); ++i) {
    if (form == 0 || (form == 1 && i == 0)) result[i] = Upper(result[i]);
    if (form == 2) result[i] = Lower(result[i]);
  }
  return result;
}

std::string QuirkyValues::Quoted(const std::string& text) {
  const std::string space =
      Chance(8) ? Pick({" ", "\\t", "\\r\\n", "\\u0020"}) : "";
  return "\"" + space + text + (Chance(8) ? space : "") + "\"";
}

void QuirkyValues::Append(std::string_view key, std::string_view text,
                          std::string& json) {
  if (IsUuidOrId(key)) {
    json += Id(text);
  } else if (IsNumber(key)) {
    json += Number(text);
  } else if (IsWord(key)) {
    json += text.empty() ? OtherText(text) : Quoted(AnyCase(text));
  } else if (key == "domain_name") {
    json += Domain(text);
  } else if (key == "extension") {
    json += Extension(text);
  } else if (key == "call_time") {
    json += CallTime(text);
  } else {
    json += OtherText(text);
  }
}

void QuirkyValues::AppendTotal(std::string_view digits, std::string& json) {
  const std::string text(digits);
  json += Pick({text, text + ".0", "\"" + text + "\""});
}

std::string QuirkyValues::Id(std::string_view text) {
  if (!text.empty()) return Quoted(std::string(text));
  if (Chance(4)) return Pick({"null", "0", "false"});
  return Quoted(
      AnyCase(Pick({"", "00000000-0000-0000-0000-000000000000", "0", "-",
                    "null", "none", "nil", "false", "undefined"})));
}

std::string QuirkyValues::Domain(std::string_view text) {
  return Quoted(AnyCase(text) + (Chance(2) ? "." : ""));
}

std::string QuirkyValues::Extension(std::string_view text) {
  return Chance(2) ? std::string(text) : Quoted(std::string(text));
}

std::string QuirkyValues::Number(std::string_view text) {
  if (text.empty() || text == "anonymous") return Withheld();
  const bool is_extension = text.size() <= kLongestExtension;
  const std::string number = is_extension ? std::string(text) : Written(text);
  if (Chance(2)) return Quoted(Uri(number));
  // A JSON number cannot begin with zeros.
  const bool is_whole =
      number.find_first_not_of("0123456789") == std::string::npos &&
      number.front() != '0';
  return is_whole && Chance(2) ? number : Quoted(number);
}

std::string QuirkyValues::Withheld() {
  if (Chance(8)) return "null";
  const std::string word =
      AnyCase(Pick({"anonymous", "unknown", "restricted", "withheld", "private",
                    "unavailable", "unassigned"}));
  return Quoted(
      Pick({"", word, word, "0000000000", "sip:" + word + "@anonymous.invalid",
            "\\u0022" + word + "\\u0022 <sip:" + word + "@198.51.100.7>"}));
}

// A customer or service number in one of its usual notations.
std::string QuirkyValues::Written(std::string_view digits) {
  if (digits.starts_with("84")) digits.remove_prefix(2);
  if (digits.starts_with('0')) digits.remove_prefix(1);
  const std::string number(digits);
  const std::string grouped =
      number.substr(0, number.size() - 6) + Pick({" ", "-", "."}) +
      number.substr(number.size() - 6, 3) + Pick({" ", "-", "."}) +
      number.substr(number.size() - 3);
  const std::string code = Pick({"84", "+84", "0084", "+84 ", "0084-"});
  if (number.starts_with("1900")) {
    return Pick({number, grouped, code + number, code + grouped});
  }
  return Pick({number, "0" + number, "0" + grouped, code + number,
               code + grouped, code + "(0)" + number, code + "(0)" + grouped});
}

std::string QuirkyValues::Uri(const std::string& user) {
  const std::string host = Pick({"203.0.113.1", "203.0.113.9:5060",
                                 "pbx1900.example.com", "[2001:db8::1]"});
  switch (Below(4)) {
    case 0:
      return AnyCase("tel:") + user +
             Pick({"", ";phone-context=example.com", ";isub=0900", ";ext=84"});
    case 1:
      return AnyCase("sips:") + user + "@" + host + ";transport=tls";
    case 2:
      return user + "@" + host;
    default:
      return AnyCase("sip:") + user + Pick({"", ";phone-context=+84"}) + "@" +
             host + Pick({"", ";user=phone", ";line=84001;lr", "?Priority=1"});
  }
}

// The same second, in this or another zone. Idle phones have no call_time.
std::string QuirkyValues::CallTime(std::string_view text) {
  if (text.empty()) {
    return Pick({"null", "\"\"", "\"0001-01-01T00:00:00Z\"",
                 "\"1970-01-01 00:00:00\""});
  }
  const seconds local = LocalTime(text).time_since_epoch();
  seconds offset = utc_offset_;
  std::string zone = Pick({"", OffsetText(offset), "Z", "+09:30", "-03:00"});
  if (zone == "Z") offset = seconds(0);
  if (zone == "+09:30") offset = std::chrono::minutes(570);
  if (zone == "-03:00") offset = std::chrono::hours(-3);
  std::string written = DateAndTime(local - utc_offset_ + offset);
  if (Chance(2)) written[written.find(' ')] = 'T';
  return Quoted(written + Pick({"", ".0", ".5", ".999999"}) + zone);
}

std::string QuirkyValues::OtherText(std::string_view text) {
  if (text.empty() && Chance(2)) return "null";
  return Quoted(std::string(text));
}

}  // namespace pitel::simulation
