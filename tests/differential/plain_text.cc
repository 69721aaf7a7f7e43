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

std::string CallerNumber(const std::string& number,
                         const std::string& extension) {
  const std::string digits = DigitsOnly(number);
  if (digits == DigitsOnly(extension)) return "";
  if (digits.starts_with("0084")) return "0" + digits.substr(4);
  if (digits.starts_with("84") && digits.size() >= 11) {
    return "0" + digits.substr(2);
  }
  return digits;
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
                                                 std::chrono::seconds zone) {
  static const std::regex format(
      "([0-9]{4})-([0-9]{2})-([0-9]{2})[ T]"
      "([0-9]{2}):([0-9]{2}):([0-9]{2})"
      "(?:\\.[0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})?");
  std::smatch parts;
  if (!std::regex_match(text, parts, format)) return std::nullopt;
  const auto number = [&](int i) { return std::stoi(parts[i].str()); };
  const std::chrono::year_month_day date(
      std::chrono::year(number(1)),
      std::chrono::month(static_cast<unsigned>(number(2))),
      std::chrono::day(static_cast<unsigned>(number(3))));
  if (!date.ok()) return std::nullopt;
  if (number(4) > 23 || number(5) > 59 || number(6) > 59) return std::nullopt;
  if (parts[7].matched) {
    const std::string stated = parts[7].str();
    if (stated == "Z") {
      zone = std::chrono::seconds(0);
    } else {
      if (stated.substr(1, 2) > "23" || stated.substr(4) > "59") {
        return std::nullopt;
      }
      zone = ZoneOffset(stated);
    }
  }
  return std::chrono::sys_seconds(
      std::chrono::sys_days(date) + std::chrono::hours(number(4)) +
      std::chrono::minutes(number(5)) + std::chrono::seconds(number(6)) - zone);
}

}  // namespace pitel::plain
