#include "calls/phone_number.h"

#include <algorithm>

#include "base/percent_encoding.h"
#include "base/text.h"

namespace pitel {
namespace {

std::string_view UpTo(std::string_view text, std::string_view ends) {
  return text.substr(0, text.find_first_of(ends));
}

// Removes a URI scheme from the start of `text`; returns whether there was one.
bool TakeScheme(std::string_view& text) {
  for (const std::string_view scheme : {"sip:", "sips:", "tel:"}) {
    if (!EqualsIgnoringCase(text.substr(0, scheme.size()), scheme)) continue;
    text.remove_prefix(scheme.size());
    return true;
  }
  return false;
}

// The user part of a URI, which may follow a display name, without password,
// parameters, host and port. Any other text is returned as it is.
std::string UserPart(std::string_view text) {
  if (const auto open = text.find('<'); open != text.npos) {
    text = Trim(UpTo(text.substr(open + 1), ">"));
  }
  const bool is_uri = TakeScheme(text);
  if (!is_uri && text.find('@') == text.npos) return std::string(text);
  return DecodePercent(UpTo(UpTo(text, "@"), ";:?"));
}

std::string WithoutTrunkZero(std::string text) {
  constexpr std::string_view kTrunkZero = "(0)";
  const auto at = text.find(kTrunkZero);
  if (at != text.npos) text.erase(at, kTrunkZero.size());
  return text;
}

bool IsServiceNumber(std::string_view digits) {
  return digits.starts_with("1800") || digits.starts_with("1900");
}

// The number of leading digits that are the country code, including a 00 for +.
std::size_t CountryCode(std::string_view digits) {
  if (digits.starts_with("0084")) return 4;
  if (!digits.starts_with("84")) return 0;
  const std::string_view rest = digits.substr(2);
  const bool is_code =
      rest.starts_with('0') || IsServiceNumber(rest) || digits.size() >= 11;
  return is_code ? 2 : 0;
}

// Whether this is a subscriber's number without the leading 0 that it has
// within the country.
bool IsSubscriber(std::string_view digits) {
  return digits.size() == 9 &&
         std::string_view("35789").find(digits[0]) != std::string_view::npos;
}

}  // namespace

std::string DigitsOf(std::string_view text) {
  std::string digits(text);
  std::erase_if(digits, [](char c) { return !IsDigit(c); });
  return digits;
}

std::string DigitsOfNumber(std::string_view number) {
  if (std::ranges::all_of(number, IsDigit)) return std::string(number);
  return DigitsOf(WithoutTrunkZero(UserPart(Trim(number))));
}

std::string NormalizeNumber(std::string_view number,
                            std::string_view extension) {
  std::string digits = DigitsOfNumber(number);
  if (digits.find_first_not_of('0') == digits.npos) return "";
  if (digits == DigitsOf(extension)) return "";
  const std::size_t country = CountryCode(digits);
  digits.erase(0, country);
  if (digits.empty()) return "";
  const bool lacks_zero =
      country > 0 ? !IsServiceNumber(digits) && !digits.starts_with('0')
                  : IsSubscriber(digits);
  return lacks_zero ? "0" + digits : digits;
}

}  // namespace pitel
