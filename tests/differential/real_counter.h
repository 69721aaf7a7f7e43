#pragma once

#include <string>

#include "base/clock.h"
#include "calls/calls_endpoint.h"
#include "calls/rules.h"
#include "outcome.h"

namespace pitel::differential {

// The exporter's parser and counter of calls, in a comparable form.
class RealCounter {
 public:
  explicit RealCounter(const CallRules& rules);

  Outcome Poll(const std::string& document, Moment sent);

 private:
  CallsEndpoint endpoint_;
  SeriesValues counted_;  // up to the last poll
};

}  // namespace pitel::differential
