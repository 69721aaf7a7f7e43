#pragma once

#include <vector>

#include "base/clock.h"
#include "render/source.h"
#include "serve/overview.h"

namespace pitel {

// What one target shows of one endpoint.
struct ShownEndpoint {
  // The counters, up to the last successful response.
  SharedSource counters;
  // The gauges of the last successful response, which expire at `fades_at`;
  // null before it.
  SharedSource gauges;
  SteadyTime fades_at = SteadyTime::min();
};

// What one target shows. Replaced as a whole after each of its polls.
struct ShownTarget {
  // What the exporter counts about the target's polls.
  SharedSource polls;
  std::vector<ShownEndpoint> endpoints;
  TargetOverview overview;
};

// Receives a target after each of its polls, on the poll's thread or, for a
// poll that hangs, on the watchdog's.
class TargetSink {
 public:
  virtual ~TargetSink() = default;
  virtual void Show(ShownTarget target) = 0;
};

}  // namespace pitel
