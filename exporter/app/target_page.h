#pragma once

#include <vector>

#include "base/clock.h"
#include "render/pages.h"
#include "serve/overview.h"

namespace pitel {

// What one target shows of one endpoint.
struct EndpointPage {
  // The counters, up to the last successful response.
  RenderedSource counters;
  // The gauges of the last successful response, which expire at `fades_at`.
  // Shared, like the counters, by the pages of the failed polls that follow.
  RenderedSource gauges;
  SteadyTime fades_at = SteadyTime::min();
};

// What one target shows. Replaced as a whole after each of its polls.
struct TargetPage {
  // What the exporter counts about the target's polls.
  RenderedSource polls;
  std::vector<EndpointPage> endpoints;
  TargetOverview overview;
};

// Receives a target's page after each of its polls, on the poll's thread or,
// for a poll that hangs, on the watchdog's.
class TargetPageSink {
 public:
  virtual ~TargetPageSink() = default;
  virtual void Show(TargetPage page) = 0;
};

}  // namespace pitel
