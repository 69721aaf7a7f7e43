#pragma once

#include <string_view>

#include "base/clock.h"
#include "endpoint/timestamp.h"

namespace pitel {

// In place of an instant that is not stated.
inline constexpr WallTime kNoInstant = WallTime::min();

// Reads a time of RFC 3339 such as "2023-04-10T17:02:51.5+07:00", to the
// microsecond; one without a zone is in `zone`. kNoInstant for anything else
// and for times before 2000 or after 2199: the API writes the Unix epoch
// ("1970-01-01T08:00:00+08:00") or the year 1 for none.
WallTime ParseInstant(std::string_view text, const TimeZone& zone);

}  // namespace pitel
