#include "fetch/token.h"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "base/number.h"
#include "base/text.h"
#include "fetch/secret_text.h"
#include "json/scalars.h"

namespace pitel {
namespace {

using std::chrono::seconds;

constexpr seconds kLongestLifetime = std::chrono::hours(24);
constexpr seconds kFirstWait{10};
constexpr seconds kLongestWait = std::chrono::minutes(5);
constexpr seconds kLongestRetryAfter = std::chrono::minutes(15);

// Numbers above this are absolute times, in seconds since 1970.
constexpr double kEpochAbove = 1e9;
// 2255-03-13. Numbers above this are not times in seconds, and would not fit.
constexpr double kEpochBelow = 9e9;

// Where the token may be, and the object that contains its expiry.
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
  const auto number = ParseNumber<double>(Trim(*value));
  if (!number || !(*number >= 1 && *number < kEpochBelow)) return std::nullopt;
  return seconds(static_cast<std::int64_t>(*number));
}

// A login page with status 200 fails as kParse.
bool MayMeanUnauthorized(const Failure& failure) {
  switch (failure.reason) {
    case FailureReason::kHttp4xx:
      return failure.status != 404;
    case FailureReason::kHttp5xx:
    case FailureReason::kRedirect:
    case FailureReason::kSchema:
    case FailureReason::kParse:
      return true;
    case FailureReason::kOther:
      return failure.status != 0;
    default:
      return false;
  }
}

Token MakeToken(std::string text, std::optional<seconds> stated, WallTime now) {
  Token token;
  token.text = std::move(text);
  if (!stated) return token;
  const bool absolute = static_cast<double>(stated->count()) > kEpochAbove;
  token.expiry = absolute ? WallTime(*stated) : now + *stated;
  const auto left = std::chrono::floor<seconds>(*token.expiry - now);
  // A token that is already expired on arrival means that a clock is wrong.
  if (left > seconds(0)) token.lifetime = std::min(left, kLongestLifetime);
  return token;
}

}  // namespace

std::string TokenRequest(std::string_view api_key) {
  return R"({"api_key": )" + DoubleQuoted(api_key) + "}";
}

Result<Token, JsonError> ReadToken(ByteSource& response, WallTime now) {
  const auto scalars = ReadScalars(response);
  if (!scalars) return scalars.error();
  for (const Place& place : kPlaces) {
    const std::string* text = Find(*scalars, std::string(place.token));
    if (text == nullptr || Trim(*text).empty()) continue;
    auto token = ParseIssuedToken(*text);
    if (!token) {
      return JsonError{JsonError::Kind::kSchema,
                       "the token in the response " + token.error().message};
    }
    const std::string parent(place.parent);
    auto stated = FindExpiry(*scalars, parent + "expired_in");
    if (!stated) stated = FindExpiry(*scalars, parent + "expired");
    return MakeToken(*std::move(token), stated, now);
  }
  return JsonError{JsonError::Kind::kSchema, "the response contains no token"};
}

void RenewalTimes::Renewed(SteadyTime now, seconds lifetime) {
  *this = RenewalTimes();
  next_ = now + lifetime * 9 / 10;
}

void RenewalTimes::Failed(SteadyTime now, std::optional<seconds> retry_after) {
  once_ = false;
  not_before_ =
      now + std::min(retry_after.value_or(seconds(0)), kLongestRetryAfter);
  if (now < next_) return;
  wait_ = std::clamp(wait_ * 2, kFirstWait, kLongestWait);
  next_ = now + wait_;
}

void RenewalTimes::AtOnce() { *this = RenewalTimes(); }

bool TokenDoubt::Polled(const std::optional<Failure>& failure, SteadyTime now) {
  const bool is_suspicious = failure &&
                             failure->operation == Operation::kMonitor &&
                             MayMeanUnauthorized(*failure);
  suspicious_ = is_suspicious ? suspicious_ + 1 : 0;
  if (suspicious_ < 2 || now < next_) return false;
  suspicious_ = 0;
  next_ = now + kLongestWait;
  return true;
}

}  // namespace pitel
