#include "doctor/phrases.h"

#include <algorithm>
#include <cstdio>

namespace pitel {
namespace {

constexpr std::size_t kLabelWidth = 29;
constexpr std::size_t kLineWidth = 80;

// Appends words, and begins an indented line where the current one is full.
std::string Wrapped(const std::string& first, const std::string& text,
                    std::size_t indent) {
  std::string result = first;
  std::size_t column = first.size();
  std::size_t begin = 0;
  while (begin < text.size()) {
    std::size_t end = text.find(' ', begin);
    if (end == text.npos) end = text.size();
    const std::string word = text.substr(begin, end - begin);
    if (column + 1 + word.size() > kLineWidth && column > indent) {
      result += "\n" + std::string(indent, ' ');
      column = indent;
    } else if (begin > 0) {
      result += ' ';
      ++column;
    }
    result += word;
    column += word.size();
    begin = end + 1;
  }
  return result + "\n";
}

}  // namespace

std::string Of(std::uint64_t part, std::uint64_t whole) {
  return std::to_string(part) + " of " + std::to_string(whole);
}

std::string Counted(std::uint64_t number, const std::string& noun) {
  return std::to_string(number) + " " + noun + (number == 1 ? "" : "s");
}

std::string Decimal(double value, int digits) {
  char text[64];
  std::snprintf(text, sizeof text, "%.*f", digits, value);
  return text;
}

std::string MedianAndHighest(const Distribution& values, int digits,
                             const std::string& unit) {
  if (values.empty()) return "not seen";
  return "median " + Decimal(values.Median(), digits) + unit + ", highest " +
         Decimal(values.Highest(), digits) + unit;
}

std::string ReportLine(const std::string& label, const std::string& text) {
  std::string first = "  " + label;
  first.resize(std::max(first.size() + 1, kLabelWidth), ' ');
  return Wrapped(first, text, kLabelWidth);
}

std::string Indented(const std::string& text, std::size_t indent) {
  return Wrapped(std::string(indent, ' '), text, indent);
}

}  // namespace pitel
