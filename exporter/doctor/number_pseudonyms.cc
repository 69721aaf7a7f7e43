// A number is what the exporter makes of it (NormalizeNumber) in one of several
// forms: with or without a country code, with or without the leading 0. The
// pseudonym is another normalised number in the same form. Which forms a number
// can have depends on its digits: 1900... is a service number, nine digits that
// begin with 9 lack a 0. So a number is encrypted again until it can have
// exactly the forms of the original; since encrypting permutes the numbers of
// one length, this ends, and different numbers stay different.
#include "doctor/number_pseudonyms.h"

#include <algorithm>

#include "base/text.h"
#include "calls/phone_number.h"

namespace pitel {
namespace {

bool IsServiceNumber(std::string_view number) {
  return number.starts_with("1800") || number.starts_with("1900");
}

std::string WithoutZero(const std::string& number) {
  return number.starts_with('0') ? number.substr(1) : number;
}

// Which texts the exporter takes for this number, one bit each.
unsigned FormsOf(const std::string& number) {
  const std::string bare = WithoutZero(number);
  unsigned forms = 0;
  for (const std::string& form : {number, bare, "84" + number, "84" + bare,
                                  "0084" + number, "0084" + bare}) {
    forms = forms * 2 + (NormalizeNumber(form, "") == number ? 1 : 0);
  }
  return forms * 2 + (IsServiceNumber(number) ? 1 : 0);
}

// The part of a number that stays: zeros at its start, or the prefix of service
// numbers.
std::size_t KeptPrefix(const std::string& number) {
  if (IsServiceNumber(number)) return 4;
  return std::min(number.find_first_not_of('0'), number.size());
}

bool IsPlus(std::string_view user) { return user.starts_with('+'); }

// What stands before a number: the scheme of a URI, in lower case.
std::string SchemeOf(std::string_view number) {
  for (const std::string_view scheme : {"sip:", "sips:", "tel:"}) {
    const std::string_view start = number.substr(0, scheme.size());
    if (EqualsIgnoringCase(start, scheme)) return std::string(scheme);
  }
  return "";
}

}  // namespace

std::string NumberPseudonyms::OfNumber(std::string_view number) const {
  if (number.empty()) return "";
  const std::string digits = DigitsOfNumber(number);
  if (digits.empty()) return "anonymous";
  if (const auto open = number.find('<'); open != number.npos) {
    number = Trim(number.substr(open + 1));
  }
  const std::string scheme = SchemeOf(number);
  const bool has_host = number.find('@') != number.npos;
  const bool has_plus = IsPlus(number.substr(scheme.size()));
  return scheme + (has_plus ? "+" : "") + OfDigits(digits) +
         (has_host ? "@pbx.example.com" : "");
}

std::string NumberPseudonyms::OfDigits(const std::string& digits) const {
  const std::uint64_t hash = hash_(digits);
  {
    const std::lock_guard lock(mutex_);
    const auto known = known_.find(hash);
    if (known != known_.end()) return known->second;
  }
  std::string pseudonym = MakeForDigits(digits);
  const std::lock_guard lock(mutex_);
  if (known_.size() >= kMostRemembered) known_.clear();
  known_.emplace(hash, pseudonym);
  return pseudonym;
}

std::string NumberPseudonyms::MakeForDigits(const std::string& digits) const {
  const std::string number = NormalizeNumber(digits, "");
  if (number.empty()) return digits;  // zeros, or a country code alone
  const std::string pseudonym = OfNormalized(number);
  // The digits end in the number, or in the number without its leading 0. A
  // country code may precede it.
  if (digits.ends_with(number)) {
    return digits.substr(0, digits.size() - number.size()) + pseudonym;
  }
  const std::size_t bare_size = WithoutZero(number).size();
  return digits.substr(0, digits.size() - bare_size) + WithoutZero(pseudonym);
}

std::string NumberPseudonyms::OfNormalized(const std::string& number) const {
  const std::size_t kept = KeptPrefix(number);
  const std::string prefix = number.substr(0, kept);
  std::string rest = number.substr(kept);
  if (rest.size() > DigitCipher::kMostDigits) {
    rest = rest.substr(rest.size() - DigitCipher::kMostDigits);
  }
  const unsigned forms = FormsOf(prefix + rest);
  do {
    rest = cipher_.Encrypt(rest);
  } while (KeptPrefix(prefix + rest) != kept ||
           FormsOf(prefix + rest) != forms);
  return prefix + rest;
}

}  // namespace pitel
