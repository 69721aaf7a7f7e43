#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "base/clock.h"
#include "calls/monitor_response.h"
#include "calls/rules.h"

namespace pitel {

// The time of one leg, as of the poll.
struct LegTime {
  std::chrono::nanoseconds age{};  // never negative
  // Ringing or oncall for longer than its limit: a ghost, which a crashed
  // server leaves behind, rather than a call.
  bool stale = false;
  // Whether the row states a usable call_time: neither before kTimestampFloor
  // nor more than kClocksDiffer in the future.
  bool call_time_usable = false;

  bool operator==(const LegTime&) const = default;
};

// A call_time up to this far in the future means now, since the API's clock may
// differ from ours.
inline constexpr std::chrono::seconds kClocksDiffer{60};

// How long each leg has lasted: since its call_time, but not since before the
// last complete poll without the leg. Without a usable call_time, a leg counts
// from that poll or, if the first poll had it, from when it was first seen.
//
// A call_time is turned into an age when it is first seen; from then on the
// steady clock counts, so that a jump of the wall clock makes no call older or
// younger.
//
// A value type: the state of legs. The rules are arguments.
class LegAges {
 public:
  // Returns the time of each row's leg; it is meaningless for a row without a
  // call. `now` is when the request was sent. Stores the new state in `next`.
  std::vector<LegTime> Update(const CallRules& rules,
                              const MonitorResponse& response,
                              const Moment& now, LegAges& next) const;

 private:
  struct KnownLeg {
    std::uint64_t leg;
    SteadyTime first_seen;
    SteadyTime absent;  // last known to be so; SteadyTime::min() if never
    std::chrono::sys_seconds call_time;  // kNoCallTime if none is usable
    SteadyTime start;
  };

  static bool Less(const KnownLeg& a, const KnownLeg& b);
  static void KeepOneOfEach(std::vector<KnownLeg>& legs);
  // `absent` is when the leg, if it is new, was last known to be absent.
  static KnownLeg Meet(std::uint64_t hash, std::chrono::sys_seconds call_time,
                       std::span<const KnownLeg> known, SteadyTime absent,
                       const Moment& now);
  std::vector<KnownLeg> WithAbsent(const CallRules& rules,
                                   std::vector<KnownLeg> met) const;

  // Sorted by leg and call_time; one for each call_time that the leg stated.
  std::vector<KnownLeg> known_;
  SteadyTime last_complete_ = SteadyTime::min();
};

}  // namespace pitel
