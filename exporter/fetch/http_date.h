#pragma once

#include <chrono>
#include <optional>
#include <string_view>

namespace pitel {

// An HTTP date (RFC 9110, section 5.6.7) in any of its three forms:
//   Sun, 06 Nov 1994 08:49:37 GMT
//   Sunday, 06-Nov-94 08:49:37 GMT
//   Sun Nov  6 08:49:37 1994
// The name of the day is not checked. Any other text and a date before 1970
// give nothing.
std::optional<std::chrono::sys_seconds> ParseHttpDate(std::string_view text);

// A Retry-After header: seconds, or an HTTP date seen from `now` (0 if it has
// passed; rounded up). Longer times count as a year.
std::optional<std::chrono::seconds> ParseRetryAfter(
    std::string_view text, std::chrono::sys_seconds now);

}  // namespace pitel
