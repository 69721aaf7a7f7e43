#pragma once

#include <memory>
#include <string>

#include "base/clock.h"
#include "calls/rules.h"
#include "outcome.h"

namespace pitel {

// A target whose API responses and time a test determines.
// All else is real: HTTP, the poller, the page.
class ScriptedTarget {
 public:
  explicit ScriptedTarget(const CallRules& rules);
  ~ScriptedTarget();
  ScriptedTarget(const ScriptedTarget&) = delete;
  ScriptedTarget& operator=(const ScriptedTarget&) = delete;

  // One poll at `now`, with that document as the response; whether it
  // succeeded.
  bool Poll(const std::string& document, Moment now);
  // Likewise, with that status as the response.
  bool FailPoll(int status, Moment now);
  // Lets time pass until then, without a poll.
  void Wait(SteadyTime until);

  // The page as of now.
  std::string Text() const;
  // Likewise, without its label `target`. The failure of the outcome
  // is one of the page itself.
  differential::Outcome Page() const;
  // The longest delay of a poll in seconds, since libcurl decides when a
  // request is sent.
  double lateness() const;

 private:
  class Pipeline;
  const std::unique_ptr<Pipeline> pipeline_;
};

}  // namespace pitel
