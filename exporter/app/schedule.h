#pragma once

#include <chrono>
#include <cstddef>
#include <optional>

#include "base/clock.h"
#include "fetch/failure.h"

namespace pitel {

// When one target is polled: on a grid of its interval, so that many targets
// stay spread out. A failed poll is repeated at the next point of the grid;
// points are skipped only if the credential was refused or the API asked for a
// wait. A plain state machine; its caller does the waiting.
class PollSchedule {
 public:
  PollSchedule(std::chrono::nanoseconds interval, SteadyTime first)
      : interval_(interval), first_(first), due_(first) {}

  SteadyTime due() const { return due_; }
  // Whether points are skipped only because the credential was refused. A new
  // credential ends that wait.
  bool awaits_credential() const { return awaits_credential_; }
  // Whether points are skipped at all.
  bool backs_off() const { return backs_off_; }
  void PollAt(SteadyTime time) { due_ = time; }

  // The grid gets another interval and keeps its phase. A shorter interval
  // makes the next poll earlier, unless points are skipped.
  void ChangeInterval(std::chrono::nanoseconds interval, SteadyTime now);
  // The reason for skipping points is gone: the host or credential has changed.
  void EndWait(SteadyTime now);

  // The poll that began at `began` ended at `now`. The next one is due at the
  // first point of the grid that is not in the past and at least half an
  // interval after `began`: after a pause of the whole process, a late poll is
  // not followed by another at once. `jitter`, from 0 to 1, lengthens a wait by
  // up to a tenth.
  void Polled(const std::optional<Failure>& failure, SteadyTime began,
              SteadyTime now, double jitter);

 private:
  std::chrono::nanoseconds WaitAfterRefusal();
  // The first point of the grid that is not before `now` and at least half an
  // interval after the last poll began.
  SteadyTime NextPoint(SteadyTime now) const;
  // The first point of the grid that is not before `time`.
  SteadyTime NextOnGrid(SteadyTime time) const;

  std::chrono::nanoseconds interval_;
  const SteadyTime first_;                // of the grid
  SteadyTime began_ = SteadyTime::min();  // the last poll
  SteadyTime due_;
  bool awaits_credential_ = false;
  bool backs_off_ = false;
  int refusals_ = 0;  // in a row
};

// How long after the start target `index` of `count` is polled first. Spreads
// the targets evenly, the same way at each start, so that they do not all poll
// at once; and soon, however long their intervals are.
std::chrono::nanoseconds FirstPollAfter(std::chrono::nanoseconds interval,
                                        std::size_t index, std::size_t count);

// The longest Retry-After that is honoured.
inline constexpr std::chrono::minutes kMostRetryAfter{15};
// The longest wait before a refused credential is tried again.
inline constexpr std::chrono::minutes kMostRefusalWait{5};

}  // namespace pitel
