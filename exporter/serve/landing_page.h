#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "serve/overview.h"

namespace pitel {

// The exporter's own facts on the landing page.
struct LandingFacts {
  std::string_view version;
  std::string_view telemetry_path;
  SteadyTime started;
  SteadyTime now;
};

// The page at `/`, for people: HTML that needs nothing from elsewhere. Every
// text is escaped.
std::string RenderLandingPage(const Overview& overview,
                              const LandingFacts& facts);

// A length of time at a glance: "85 ms", "1.2 s", "42 s", "3 min 5 s",
// "2 h 3 min", "4 d 2 h". A negative one counts as none.
std::string DurationInWords(std::chrono::nanoseconds duration);

}  // namespace pitel
