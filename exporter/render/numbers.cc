#include "render/numbers.h"

#include <charconv>
#include <cmath>
#include <string_view>

namespace pitel {
namespace {

// Below this every integral double is written digit by digit; 2^53 has 16.
constexpr double kIntegerLimit = 1e15;

bool IsInteger(double number) {
  return std::fabs(number) < kIntegerLimit && number == std::trunc(number);
}

template <typename T>
void AppendShortest(std::string& out, T number) {
  char digits[32];
  const auto end = std::to_chars(digits, digits + sizeof digits, number).ptr;
  out.append(digits, end);
}

}  // namespace

void AppendNumber(std::string& out, double number) {
  if (std::isnan(number)) {
    out += "NaN";
  } else if (std::isinf(number)) {
    out += number > 0 ? "+Inf" : "-Inf";
  } else if (IsInteger(number)) {
    AppendShortest(out, static_cast<std::int64_t>(number));
  } else {
    AppendShortest(out, number);
  }
}

void AppendNumber(std::string& out, std::uint64_t number) {
  AppendShortest(out, number);
}

void AppendBound(std::string& out, double bound) {
  AppendNumber(out, bound);
  if (IsInteger(bound)) out += ".0";
}

}  // namespace pitel
