#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
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
  // The row states a call_time that says something: not from the future, give
  // or take kClocksDiffer, nor from before kCallTimeFloor.
  bool call_time_usable = false;

  bool operator==(const LegTime&) const = default;
};

// How far in the future a call_time may be and still mean now: the API's clock
// is not ours.
inline constexpr std::chrono::seconds kClocksDiffer{60};

// How long each leg has lasted. A call_time says it, as far as it can be
// trusted: not beyond the last complete poll that did not have the leg. Without
// a usable call_time a leg counts from that poll or, if it was there from the
// beginning, from when it was first seen.
//
// A call_time is turned into an age when it is first seen; from then on the
// steady clock counts, so that a jump of the wall clock ages no call and makes
// none young.
//
// A value: what is known of legs. The rules are arguments.
class LegAges {
 public:
  // The time of each row's leg; of a row without a call it says nothing. `now`
  // is when the response's request was sent. What is known then goes to `next`.
  std::vector<LegTime> Update(const CallRules& rules, const Answer& answer,
                              const Moment& now, LegAges& next) const;

 private:
  struct KnownLeg {
    std::uint64_t leg;
    SteadyTime first_seen;
    SteadyTime absent;  // last known to be so; SteadyTime::min() if never
    std::chrono::sys_seconds call_time;  // kNoCallTime: none that is usable
    SteadyTime start;
  };

  static bool Less(const KnownLeg& a, const KnownLeg& b);
  static void KeepOneOfEach(std::vector<KnownLeg>& legs);
  KnownLeg Meet(std::uint64_t hash, std::chrono::sys_seconds call_time,
                std::span<const KnownLeg> known, const Moment& now) const;
  std::vector<KnownLeg> WithAbsent(const CallRules& rules,
                                   std::vector<KnownLeg> met) const;

  // By leg and call_time; one for each call_time that the leg stated.
  std::vector<KnownLeg> known_;
  SteadyTime last_complete_ = SteadyTime::min();
};

}  // namespace pitel
