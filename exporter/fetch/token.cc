#include "fetch/token.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <cstdio>
#include <utility>

#include "base/text.h"
#include "fetch/secret.h"
#include "json/scalars.h"

namespace pitel {
namespace {

using std::chrono::seconds;

constexpr seconds kLongestLifetime = std::chrono::hours(24);
constexpr seconds kFirstWait{10};
constexpr seconds kLongestWait = std::chrono::minutes(5);
constexpr seconds kLongestRetryAfter = std::chrono::minutes(15);

// Numbers above are absolute times, in seconds since 1970.
constexpr double kEpochAbove = 1e9;
// 2255-03-13. Beyond is no time (milliseconds, for one) and would not fit.
constexpr double kEpochBelow = 9e9;

// Where the token may stand, and what its expiry stands beside.
struct Place {
  std::string_view token;
  std::string_view parent;
};
constexpr Place kPlaces[] = {{"token", ""},
                             {"data.token", "data."},
                             {"data.token.token", "data.token."}};

const std::string* Find(const Scalars& scalars, const std::string& path) {
  const auto found = scalars.find(path);
  return found == scalars.end() ? nullptr : &found->second;
}

// The positive number at `path`, if it can be an expiry.
std::optional<seconds> FindExpiry(const Scalars& scalars,
                                  const std::string& path) {
  const std::string* value = Find(scalars, path);
  if (value == nullptr) return std::nullopt;
  const std::string_view text = Trim(*value);
  double number = 0;
  const auto parsed =
      std::from_chars(text.data(), text.data() + text.size(), number);
  if (parsed.ec != std::errc() || parsed.ptr != text.data() + text.size() ||
      !(number >= 1 && number < kEpochBelow)) {
    return std::nullopt;
  }
  return seconds(static_cast<std::int64_t>(number));
}

Token MakeToken(std::string text, std::optional<seconds> stated, WallTime now) {
  Token token;
  token.text = std::move(text);
  if (!stated) return token;
  const bool absolute = static_cast<double>(stated->count()) > kEpochAbove;
  token.expiry = absolute ? WallTime(*stated) : now + *stated;
  const auto left = std::chrono::floor<seconds>(*token.expiry - now);
  // A token that was dead on arrival comes with a clock that is wrong.
  if (left > seconds(0)) token.lifetime = std::min(left, kLongestLifetime);
  return token;
}

}  // namespace

std::string TokenRequest(std::string_view api_key) {
  std::string body = R"({"api_key": ")";
  for (const char c : api_key) {
    if (static_cast<unsigned char>(c) < 0x20) {
      char escaped[8];
      std::snprintf(escaped, sizeof escaped, "\\u%04x",
                    static_cast<unsigned>(c));
      body += escaped;
      continue;
    }
    if (c == '"' || c == '\\') body += '\\';
    body += c;
  }
  return body + "\"}";
}

Result<Token, JsonError> ReadToken(ByteSource& answer, WallTime now) {
  const auto scalars = ReadScalars(answer);
  if (!scalars) return scalars.error();
  for (const Place& place : kPlaces) {
    const std::string* text = Find(*scalars, std::string(place.token));
    if (text == nullptr || text->empty()) continue;
    if (const auto error = CheckSecret(CredentialKind::kBearerToken, *text)) {
      return JsonError{JsonError::Kind::kSchema, "the token " + error->message};
    }
    const std::string parent(place.parent);
    auto stated = FindExpiry(*scalars, parent + "expired_in");
    if (!stated) stated = FindExpiry(*scalars, parent + "expired");
    return MakeToken(*text, stated, now);
  }
  return JsonError{JsonError::Kind::kSchema, "the answer holds no token"};
}

void RenewalTimes::Renewed(SteadyTime now, seconds lifetime) {
  next_ = now + lifetime * 9 / 10;
  wait_ = seconds(0);
}

void RenewalTimes::Failed(SteadyTime now, std::optional<seconds> retry_after) {
  wait_ = std::clamp(wait_ * 2, kFirstWait, kLongestWait);
  const seconds asked =
      std::min(retry_after.value_or(seconds(0)), kLongestRetryAfter);
  next_ = now + std::max(wait_, asked);
}

void RenewalTimes::AtOnce() {
  next_ = SteadyTime::min();
  wait_ = seconds(0);
}

}  // namespace pitel
