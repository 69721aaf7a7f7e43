#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "endpoint/endpoint.h"

namespace pitel {

// One endpoint of a target on the landing page.
struct EndpointOverview {
  // Of the last successful response; before it, the names of the facts.
  EndpointSummary summary;
  // When the summary is too old to be shown.
  SteadyTime fades_at = SteadyTime::min();
  // Of a further endpoint that failed last time, in words.
  std::string failure{};
};

// One target on the landing page.
struct TargetOverview {
  std::string name;
  std::string url;  // scheme, host and port
  bool polled = false;
  bool up = false;
  std::optional<Moment> last_poll;
  std::chrono::nanoseconds poll_duration{};
  std::vector<EndpointOverview> endpoints;
  // Of the last failure, in words; empty if there was none.
  std::string last_failure;
  std::optional<Moment> last_failure_at;
};

using Overview = std::vector<TargetOverview>;  // by name

}  // namespace pitel
