#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/result.h"
#include "json/byte_source.h"
#include "json/reader.h"

namespace pitel {

// A bearer token as the API gave it out.
struct Token {
  std::string text;
  // How long it serves from now on, as far as renewing it goes: never more
  // than a day, and a day if the answer did not say.
  std::chrono::seconds lifetime = std::chrono::hours(24);
  // As the answer stated it; absent if it did not.
  std::optional<WallTime> expiry;

  bool operator==(const Token&) const = default;
};

// The body of a request for a token: {"api_key": "..."}.
std::string TokenRequest(std::string_view api_key);

// Reads the answer, whose token may stand at "token" (v3), "data.token" (v1)
// or "data.token.token" (/v3/auth), with "expired_in" (a countdown in seconds)
// or "expired" (an absolute time) beside it; what is above 1e9 is an absolute
// time under either name. `now` is when the answer came.
Result<Token, JsonError> ReadToken(ByteSource& answer, WallTime now);

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

}  // namespace pitel
