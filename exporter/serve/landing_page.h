#pragma once

#include <string>
#include <string_view>

#include "base/clock.h"
#include "serve/overview.h"
#include "serve/target_filter.h"

namespace pitel {

// The exporter's own facts on the landing page.
struct LandingFacts {
  std::string_view version;
  std::string_view telemetry_path;
  SteadyTime started;
  SteadyTime now;
  std::string notice = {};  // empty if there is none
};

// The maximum number of targets that the landing page shows at once.
inline constexpr std::size_t kMostTargetsShown = 500;

// The page at `/`, for people: HTML that needs neither scripts nor anything
// from elsewhere. It shows the targets that the filter selects, first those
// that are down. Every text is escaped.
std::string RenderLandingPage(const Overview& overview,
                              const TargetFilter& filter,
                              const LandingFacts& facts);

}  // namespace pitel
