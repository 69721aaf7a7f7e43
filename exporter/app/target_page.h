#pragma once

#include <optional>

#include "base/clock.h"
#include "render/pages.h"
#include "serve/overview.h"

namespace pitel {

// What one target shows at a time, swapped whole after each of its polls: all
// of it is of one poll.
struct TargetPage {
  // What the exporter counts about its polls.
  RenderedSource lasting;
  // What became of the followed calls, up to the last good answer.
  RenderedSource counters;
  // Of the last good answer; gone from `fades_at` on. Shared, like the
  // counters, by the pages of the failed polls that follow it.
  RenderedSource fading;
  SteadyTime fades_at = SteadyTime::min();
  TargetOverview overview;
};

// Receives a target's page after each of its polls, on the poll's thread.
class TargetPageSink {
 public:
  virtual ~TargetPageSink() = default;
  virtual void Show(TargetPage page) = 0;
};

}  // namespace pitel
