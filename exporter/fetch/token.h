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
  // How long it serves from now on, as far as renewing it goes: never more
  // than a day, and a day if the response did not say.
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

// When the token in use is to be replaced, and how often that is tried while it
// still serves.
class RenewalTimes {
 public:
  bool Due(SteadyTime now) const { return now >= next_; }

  // At 0.9 of the lifetime.
  void Renewed(SteadyTime now, std::chrono::seconds lifetime);
  // 10 s later, doubling to 5 min; later still if the API asked for it.
  void Failed(SteadyTime now,
              std::optional<std::chrono::seconds> retry_after = {});
  // Forgets all waits: another key may do better.
  void AtOnce();

 private:
  SteadyTime next_ = SteadyTime::min();
  std::chrono::seconds wait_{0};
};

// Whether the token at hand is to be doubted: not every host refuses an expired
// one by a 401. Some say 400, 419 or 500, redirect to a page for logging in, or
// describe the error in a document with status 200.
class TokenDoubt {
 public:
  // A poll with the token is over. True after two in a row that may have been
  // refused for the token, but at most once in five minutes.
  bool Polled(const std::optional<Failure>& failure, SteadyTime now);

 private:
  int suspicious_ = 0;  // in a row
  SteadyTime next_ = SteadyTime::min();
};

}  // namespace pitel
