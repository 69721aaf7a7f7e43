#include "calls/phone_number.h"

#include <algorithm>
#include <iterator>

namespace pitel {
namespace {

std::string DigitsOf(std::string_view text) {
  std::string digits;
  std::copy_if(text.begin(), text.end(), std::back_inserter(digits),
               [](char c) { return c >= '0' && c <= '9'; });
  return digits;
}

}  // namespace

std::string NormalizeNumber(std::string_view number,
                            std::string_view extension) {
  std::string digits = DigitsOf(number);
  if (digits.empty() || digits == DigitsOf(extension)) return "";
  if (digits.starts_with("0084")) return digits.replace(0, 4, "0");
  if (digits.starts_with("84") && digits.size() >= 11) {
    return digits.replace(0, 2, "0");
  }
  return digits;
}

}  // namespace pitel
