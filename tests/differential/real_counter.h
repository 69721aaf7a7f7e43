#pragma once

#include <memory>
#include <string>

#include "base/clock.h"
#include "calls/rules.h"
#include "outcome.h"

namespace pitel {
class CallMonitor;
}

namespace pitel::differential {

// The product's parser and counter of calls, as what can be compared.
class RealCounter {
 public:
  explicit RealCounter(const CallRules& rules);
  ~RealCounter();

  Outcome Poll(const std::string& document, Moment sent);

 private:
  const std::unique_ptr<CallMonitor> monitor_;
};

}  // namespace pitel::differential
