#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "base/clock.h"
#include "calls/answer.h"
#include "calls/rules.h"

namespace pitel {

// Of one leg, as of the poll.
struct LegTime {
  std::chrono::nanoseconds age{};  // never negative
  // Ringing or oncall for longer than its limit: a ghost, which a crashed
  // server leaves behind, rather than a call.
  bool stale = false;

  bool operator==(const LegTime&) const = default;
};

// How long each leg has lasted. A call_time says it, as far as it can be
// trusted: not beyond the last complete poll that did not have the leg. Without
// a usable call_time a leg counts from that poll or, if it was there from the
// beginning, from when it was first seen.
//
// A call_time is turned into an age when it is first seen; from then on the
// steady clock counts, so that a jump of the wall clock ages no call.
class LegAges {
 public:
  explicit LegAges(const CallRules& rules) : rules_(rules) {}

  // The time of each row's leg; of a row without a call it says nothing. `now`
  // is when the answer's request was sent; a call_time after it is unusable and
  // was discarded.
  std::vector<LegTime> Update(const Answer& answer, const Moment& now);

 private:
  struct KnownLeg {
    std::uint64_t leg;
    SteadyTime first_seen;
    SteadyTime absent;  // last known to be so; SteadyTime::min() if never
    std::chrono::sys_seconds call_time;
    SteadyTime start;
  };

  KnownLeg Meet(std::uint64_t hash, std::chrono::sys_seconds call_time,
                const KnownLeg* known, const Moment& now) const;
  void KeepAbsent(std::vector<KnownLeg> met);
  bool IsStale(CallState state, std::chrono::nanoseconds age) const;

  const CallRules& rules_;
  std::vector<KnownLeg> known_;  // by leg
  SteadyTime last_complete_ = SteadyTime::min();
};

}  // namespace pitel
