#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/result.h"
#include "fetch/failure.h"
#include "json/byte_source.h"
#include "json/reader.h"

namespace pitel {

// A bearer token as the API gave it out.
struct Token {
  std::string text;
  // How long it is assumed to be valid from now on, for its renewal: at most a
  // day, and a day if the response did not say.
  std::chrono::seconds lifetime = std::chrono::hours(24);
  // As the response stated it; absent if it did not.
  std::optional<WallTime> expiry;

  bool operator==(const Token&) const = default;
};

// The body of a request for a token: {"api_key": "..."}.
std::string TokenRequest(std::string_view api_key);

// Reads the response, whose token is at "token" (v3), "data.token" (v1) or
// "data.token.token" (/v3/auth), with "expired_in" (a countdown in seconds) or
// "expired" (an absolute time) beside it; a number above 1e9 is an absolute
// time under either name. `now` is when the response came.
Result<Token, JsonError> ReadToken(ByteSource& response, WallTime now);

// When the current token is due for renewal, and how often to retry while it is
// still accepted.
class RenewalTimes {
 public:
  bool Due(SteadyTime now) const {
    return now >= not_before_ && (once_ || now >= next_);
  }

  // At 0.9 of the lifetime.
  void Renewed(SteadyTime now, std::chrono::seconds lifetime);
  // Due again 10 s later, doubling to 5 min, or later if the API asked for it.
  // Not retried if only Once had made the renewal due.
  void Failed(SteadyTime now,
              std::optional<std::chrono::seconds> retry_after = {});
  // Makes one renewal due now, or when the API allows it.
  void Once() { once_ = true; }
  // Forgets all waits: another key may succeed.
  void AtOnce();

 private:
  SteadyTime next_ = SteadyTime::min();
  SteadyTime not_before_ = SteadyTime::min();  // as the API asked
  std::chrono::seconds wait_{0};
  bool once_ = false;
};

// Whether to suspect that the current token has expired: not every host rejects
// an expired token with a 401. Some respond with 400, 419 or 500, redirect to a
// login page, or describe the error in a document with status 200.
class TokenDoubt {
 public:
  // Called after each poll with its outcome. True after two failures in a row
  // that may be due to the token, but at most once in five minutes.
  bool Polled(const std::optional<Failure>& failure, SteadyTime now);

 private:
  int suspicious_ = 0;  // in a row
  SteadyTime next_ = SteadyTime::min();
};

}  // namespace pitel
