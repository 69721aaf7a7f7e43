#include "outcome.h"

#include <cmath>
#include <set>
#include <sstream>

namespace pitel::differential {
namespace {

constexpr double kMicrosecond = 1e-6;

std::string Show(const SeriesValues& series, const std::string& name) {
  const auto found = series.find(name);
  if (found == series.end()) return "absent";
  std::ostringstream text;
  text.precision(17);
  text << found->second;
  return text.str();
}

bool Equal(const SeriesValues& a, const SeriesValues& b,
           const std::string& name) {
  const auto in_a = a.find(name);
  const auto in_b = b.find(name);
  if (in_a == a.end() || in_b == b.end()) return false;
  return std::abs(in_a->second - in_b->second) <= kMicrosecond;
}

}  // namespace

std::string SeriesText(std::string_view name, const LabelPairs& labels) {
  std::string text(name);
  char separator = '{';
  for (const auto& [label, value] : labels) {
    text += separator;
    text.append(label).append("=\"");
    for (const char c : value) {
      if (c == '\\' || c == '"') text += '\\';
      text += c;
    }
    text += '"';
    separator = ',';
  }
  if (separator == ',') text += '}';
  return text;
}

std::string Differences(const Outcome& expected, const Outcome& actual) {
  if (expected.failure != actual.failure) {
    return "failure: expected '" + expected.failure + "', got '" +
           actual.failure + "'\n";
  }
  if (expected.series == actual.series) return "";  // the usual case
  std::set<std::string> names;
  for (const auto& [name, value] : expected.series) names.insert(name);
  for (const auto& [name, value] : actual.series) names.insert(name);
  std::string lines;
  for (const auto& name : names) {
    if (Equal(expected.series, actual.series, name)) continue;
    lines += name + ": expected " + Show(expected.series, name) + ", got " +
             Show(actual.series, name) + "\n";
  }
  return lines;
}

}  // namespace pitel::differential
