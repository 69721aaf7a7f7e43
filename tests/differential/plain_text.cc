#include "plain_text.h"

#include <algorithm>
#include <regex>
#include <vector>

namespace pitel::plain {
namespace {

// Table 3-7 of the Unicode standard, as the ranges of each byte in turn.
struct Range {
  unsigned char low;
  unsigned char high;
};
const std::vector<std::vector<Range>> kWellFormed = {
    {{0x00, 0x7F}},
    {{0xC2, 0xDF}, {0x80, 0xBF}},
    {{0xE0, 0xE0}, {0xA0, 0xBF}, {0x80, 0xBF}},
    {{0xE1, 0xEC}, {0x80, 0xBF}, {0x80, 0xBF}},
    {{0xED, 0xED}, {0x80, 0x9F}, {0x80, 0xBF}},
    {{0xEE, 0xEF}, {0x80, 0xBF}, {0x80, 0xBF}},
    {{0xF0, 0xF0}, {0x90, 0xBF}, {0x80, 0xBF}, {0x80, 0xBF}},
    {{0xF1, 0xF3}, {0x80, 0xBF}, {0x80, 0xBF}, {0x80, 0xBF}},
    {{0xF4, 0xF4}, {0x80, 0x8F}, {0x80, 0xBF}, {0x80, 0xBF}},
};

// How many bytes of `text` from `start` on fit the row of the table.
std::size_t Fitting(const std::string& text, std::size_t start,
                    const std::vector<Range>& row) {
  std::size_t n = 0;
  while (n < row.size() && start + n < text.size()) {
    const auto byte = static_cast<unsigned char>(text[start + n]);
    if (byte < row[n].low || byte > row[n].high) break;
    ++n;
  }
  return n;
}

bool IsControl(const std::string& character) {
  return character < " " || character == "\x7F" ||
         (character >= "\xC2\x80" && character <= "\xC2\x9F");
}

// The characters of `text`, each ill-formed part as one U+FFFD.
std::vector<std::string> Characters(const std::string& text) {
  std::vector<std::string> characters;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t whole = 0;
    std::size_t part = 1;
    for (const auto& row : kWellFormed) {
      const std::size_t n = Fitting(text, at, row);
      if (n == row.size()) whole = n;
      part = std::max(part, n);
    }
    characters.push_back(whole > 0 ? text.substr(at, whole) : "\xEF\xBF\xBD");
    at += whole > 0 ? whole : part;
  }
  return characters;
}

// `text` with every digit as a 0.
std::string Shape(std::string text) {
  for (char& c : text) {
    if (c >= '0' && c <= '9') c = '0';
  }
  return text;
}

}  // namespace

std::string Trimmed(const std::string& text) {
  const char* const white_space = " \t\n\v\f\r";
  const std::size_t first = text.find_first_not_of(white_space);
  if (first == std::string::npos) return "";
  return text.substr(first, text.find_last_not_of(white_space) - first + 1);
}

std::string Lower(std::string text) {
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
  }
  return text;
}

std::string Label(const std::string& text) {
  std::string label;
  for (const std::string& character : Characters(text)) {
    const std::string safe = IsControl(character) ? " " : character;
    if (label.size() + safe.size() > 128) break;
    label += safe;
  }
  return label;
}

std::string DigitsOnly(const std::string& text) {
  std::string digits;
  for (const char c : text) {
    if (c >= '0' && c <= '9') digits += c;
  }
  return digits;
}

std::string Id(const std::string& text) {
  for (const char* none :
       {"0", "-", "null", "none", "nil", "false", "undefined",
        "00000000-0000-0000-0000-000000000000"}) {
    if (Lower(text) == none) return "";
  }
  return text;
}

std::string Domain(std::string text) {
  if (text.ends_with('.')) text.pop_back();
  return Lower(text);
}

namespace {

// "of a `sip:`, `sips:` or `tel:` URI, or a text with `@`, the user part"
std::string UserPart(const std::string& number) {
  // `.` does not match a line break.
  static const std::regex kInBrackets(R"([^<]*<([^>]*)[\s\S]*)");
  static const std::regex kUri(R"((sips?|tel):([^@;:?]*)[\s\S]*)",
                               std::regex::icase);
  static const std::regex kAddress(R"(([^@;:?]*)[^@]*@[\s\S]*)");
  std::smatch match;
  std::string text = number;
  if (std::regex_match(text, match, kInBrackets)) {
    text = Trimmed(match[1].str());
  }
  if (std::regex_match(text, match, kUri)) {
    text = match[2];
  } else if (std::regex_match(text, match, kAddress)) {
    text = match[1];
  } else {
    return text;
  }
  static const std::regex kEscaped(R"(([\s\S]*?)%([0-9A-Fa-f]{2})([\s\S]*))");
  std::string decoded;
  while (std::regex_match(text, match, kEscaped)) {
    decoded += match[1].str() +
               static_cast<char>(std::stoi(match[2].str(), nullptr, 16));
    text = match[3];
  }
  return decoded + text;
}

}  // namespace

std::string NumberDigits(const std::string& number) {
  std::string text = UserPart(number);
  const auto trunk = text.find("(0)");
  if (trunk != text.npos) text.erase(trunk, 3);
  return DigitsOnly(text);
}

std::string CallerNumber(const std::string& number,
                         const std::string& extension) {
  std::string digits = NumberDigits(number);
  if (digits == std::string(digits.size(), '0')) return "";
  if (digits == DigitsOnly(extension)) return "";
  static const std::regex kCode("0084(.*)|84(0.*|1[89]00.*|.{9,})");
  static const std::regex kService("1[89]00.*");
  static const std::regex kSubscriber("[35789].{8}");
  std::smatch match;
  if (std::regex_match(digits, match, kCode)) {
    digits = match[1].matched ? match[1].str() : match[2].str();
    if (digits.empty() || std::regex_match(digits, kService)) return digits;
    return digits[0] == '0' ? digits : "0" + digits;
  }
  return std::regex_match(digits, kSubscriber) ? "0" + digits : digits;
}

std::string Device(const std::string& user_agent) {
  const std::string name = user_agent.substr(0, user_agent.find_first_of("/ "));
  if (name.empty()) return "unknown";
  for (const char* device : {"Pitel", "MicroSIP", "Zoiper", "Linphone", "Bria",
                             "Yealink", "Grandstream", "Fanvil", "Cisco",
                             "Polycom", "Snom", "JsSIP", "SIP.js"}) {
    if (Lower(name) == Lower(device)) return device;
  }
  return "other";
}

std::chrono::seconds ZoneOffset(const std::string& zone) {
  const auto offset = std::chrono::hours(std::stoi(zone.substr(1, 2))) +
                      std::chrono::minutes(std::stoi(zone.substr(4, 2)));
  return zone[0] == '-' ? -offset : offset;
}

std::optional<std::chrono::sys_seconds> CallTime(const std::string& text,
                                                 std::chrono::seconds zone,
                                                 bool stated_zone) {
  const std::string shape = Shape(text);
  const bool with_space = shape.starts_with("0000-00-00 00:00:00");
  const bool with_t = shape.starts_with("0000-00-00T00:00:00");
  if (!with_space && !with_t) return std::nullopt;
  std::size_t end = 19;
  if (shape.substr(end).starts_with(".0")) {
    end = shape.find_first_not_of('0', end + 1);
    if (end == std::string::npos) end = shape.size();
  }
  const auto number = [&](std::size_t at, std::size_t digits) {
    return std::stoi(text.substr(at, digits));
  };
  const std::string stated = shape.substr(end);
  if (stated == "Z") {
    if (stated_zone) zone = std::chrono::seconds(0);
  } else if (stated == "+00:00" || stated == "-00:00") {
    const auto offset = ZoneOffset(text.substr(end));
    // As in the configuration: no country uses another offset.
    const bool exists = number(end + 4, 2) <= 59 &&
                        std::chrono::abs(offset) <= std::chrono::hours(14);
    if (!exists) return std::nullopt;
    if (stated_zone) zone = offset;
  } else if (!stated.empty()) {
    return std::nullopt;
  }
  const std::chrono::year_month_day date(
      std::chrono::year(number(0, 4)),
      std::chrono::month(static_cast<unsigned>(number(5, 2))),
      std::chrono::day(static_cast<unsigned>(number(8, 2))));
  const int hour = number(11, 2);
  const int minute = number(14, 2);
  const int second = number(17, 2);
  if (!date.ok() || hour > 23 || minute > 59 || second > 59) {
    return std::nullopt;
  }
  return std::chrono::sys_seconds(
      std::chrono::sys_days(date) + std::chrono::hours(hour) +
      std::chrono::minutes(minute) + std::chrono::seconds(second) - zone);
}

}  // namespace pitel::plain
