#include "doctor/pseudonyms.h"

#include <algorithm>
#include <cstdint>

#include "base/text.h"
#include "calls/device.h"
#include "calls/phone_number.h"
#include "calls/row.h"
#include "doctor/state_word.h"
#include "endpoint/timestamp.h"

namespace pitel {
namespace {

// Microseconds; what is beyond may be anything.
constexpr std::size_t kMostFractionDigits = 6;

// `hash` in letters only, or as hexadecimal digits.
std::string Spelt(std::uint64_t hash, std::string_view alphabet) {
  std::string text;
  for (int i = 0; i < 16; ++i, hash >>= 4) text += alphabet[hash & 15];
  return text;
}

// The exporter's label of rows without a tenant or server.
constexpr std::string_view kNoLabel = "unknown";

constexpr std::string_view kHex = "0123456789abcdef";
constexpr std::string_view kLetters = "abcdefghijklmnop";

std::string State(std::string_view text) {
  const std::uint8_t word = StateWordOf(text);
  if (word == kEmptyState) return "";
  return word == kOtherState ? "OTHER" : std::string(kStateWords[word]);
}

std::string DirectionText(std::string_view text) {
  if (text.empty()) return "";
  const Direction direction = ParseDirection(text);
  return direction == Direction::kUnknown ? "other"
                                          : std::string(ToString(direction));
}

std::string UserAgent(std::string_view text) {
  return text.empty() ? "" : std::string(kDevices[DeviceOf(text)]);
}

// As the exporter reads a label, so that equal labels have one pseudonym.
std::string Domain(std::string_view text) {
  if (text.ends_with('.')) text.remove_suffix(1);
  return SafeLabelValue(ToLower(text));
}

}  // namespace

std::string Pseudonyms::Of(MonitorField field, std::string_view text) const {
  switch (field) {
    case MonitorField::kAgentName:
    case MonitorField::kFirstName:
    case MonitorField::kLastName:
    case MonitorField::kMiddleName:
    case MonitorField::kUsername:
      return Word("name-", text);
    case MonitorField::kBCidNum:
    case MonitorField::kCidNum:
    case MonitorField::kDestination:
      return numbers_.OfNumber(text);
    case MonitorField::kCallId:
    case MonitorField::kDomainUuid:
    case MonitorField::kExtensionUuid:
    case MonitorField::kUserUuid:
      return Uuid(text);
    case MonitorField::kCallState:
      return State(text);
    case MonitorField::kCallTime:
      return CallTime(text);
    case MonitorField::kDirection:
      return DirectionText(text);
    case MonitorField::kDomainName:
      return Word("tenant-", Domain(text));
    case MonitorField::kExtension:
      return Extension(text);
    case MonitorField::kNetworkIp:
      return Word("address-", text);
    case MonitorField::kServerHost:
      return Word("server-", SafeLabelValue(text));
    case MonitorField::kUserAgent:
      return UserAgent(text);
  }
  return "";
}

std::string Pseudonyms::Word(std::string_view prefix,
                             std::string_view text) const {
  if (text.empty() || text == kNoLabel) return std::string(text);
  return std::string(prefix) + Spelt(hash_(text), kHex);
}

std::string Pseudonyms::Uuid(std::string_view text) const {
  if (text.empty()) return "";
  const std::uint64_t hash = hash_(text);
  const std::string hex = Spelt(hash, kHex) + Spelt(hash_.Join({hash}), kHex);
  return hex.substr(0, 8) + "-" + hex.substr(8, 4) + "-" + hex.substr(12, 4) +
         "-" + hex.substr(16, 4) + "-" + hex.substr(20);
}

// Numbers are compared with the digits of an extension, so what else it has
// becomes letters.
std::string Pseudonyms::Extension(std::string_view text) const {
  const std::string digits = DigitsOf(text);
  const std::string number =
      digits.empty() ? "" : numbers_.OfExtensionDigits(digits);
  if (digits == text) return number;
  return Spelt(hash_(text), kLetters) + number;
}

std::string Pseudonyms::CallTime(std::string_view text) const {
  if (text.empty()) return "";
  if (!ParseTimestamp(text, TimeZone())) return Word("unreadable-", text);
  std::string time(text);
  const std::size_t point = time.find('.');
  if (point == time.npos) return time;
  const std::size_t begin = point + 1;
  const std::size_t end =
      std::min(time.find_first_not_of("0123456789", begin), time.size());
  if (end - begin > kMostFractionDigits) {
    time.erase(begin + kMostFractionDigits, end - begin - kMostFractionDigits);
  }
  return time;
}

}  // namespace pitel
