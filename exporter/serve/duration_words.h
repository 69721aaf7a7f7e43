#pragma once

#include <chrono>
#include <string>

namespace pitel {

// A length of time at a glance: "85 ms", "1.2 s", "42 s", "3 min 5 s",
// "2 h 3 min", "4 d 2 h". A negative one counts as none.
std::string DurationInWords(std::chrono::nanoseconds duration);

}  // namespace pitel
