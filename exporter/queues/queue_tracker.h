#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "base/clock.h"
#include "endpoint/folding.h"
#include "queues/queue_response.h"
#include "queues/queue_totals.h"
#include "queues/rules.h"

namespace pitel {

// How long a caller is recognised after its row has disappeared. The platform
// lists abandoned callers for up to a day.
inline constexpr std::chrono::hours kGoneCallersKept{24};

// When a response was requested.
struct QueueMoment {
  Moment sent;
  // The API's clock minus ours, as its Date header says, in seconds.
  std::optional<double> clock_skew;
};

// A caller of a queue, by QueueRow::caller.
struct QueueCaller {
  std::uint64_t id = 0;
  SteadyTime waiting_since;  // first seen waiting, since it last joined
  SteadyTime last_seen;
  WallTime rejoined = kNoInstant;
  std::uint32_t totals = 0;  // where it is counted, while it is open
  std::uint32_t missed = 0;  // responses in a row
  bool waiting = false;      // when its state was last known
  bool joined = false;       // counted, or never to be
  bool open = true;          // its outcome may still be counted
  // Met when it had left; counts only if it rejoins, and from then on.
  bool had_left = false;
};

// Follows the callers of queues from response to response and counts each once.
// A value type: the rules are arguments.
//
// Remembers up to rules.tracked_callers callers, or as many as one response
// shows; those gone for longest are forgotten first.
class QueueTracker {
 public:
  // Compares a successful response with what is known. Returns for each row how
  // long its caller has waited, if it waits.
  std::vector<std::chrono::nanoseconds> Update(const QueueRules& rules,
                                               const QueueResponse& response,
                                               const FoldedLabels& labels,
                                               const QueueMoment& now);
  // Instead of Update if the response does not count: forgets all callers. The
  // next response is like the first.
  void Forget(const FoldedLabels& labels);

  const QueueTotals& totals() const { return totals_; }
  // In order of their ids, with those that are gone.
  const std::vector<QueueCaller>& callers() const { return callers_; }

 private:
  QueueCaller Meet(const QueueRow& row, const FoldedLabels::Pair& labels,
                   bool counts, SteadyTime now);
  void Open(const FoldedLabels::Pair& labels, QueueCaller& caller);
  // If the row shows that the caller has rejoined since counting began, it may
  // be counted although it had left before.
  void Reopen(const QueueRow& row, const FoldedLabels::Pair& labels,
              QueueCaller& caller);
  void Observe(const QueueRow& row, SteadyTime now, QueueCaller& caller);
  // Whether the caller is still remembered.
  bool Miss(std::uint32_t lost_after, SteadyTime now, QueueCaller& caller);
  // Nothing more of the caller counts.
  void Close(QueueCaller& caller);
  // Closes the caller, and counts it as lost if it waited.
  void Lose(QueueCaller& caller);
  // Loses the callers whose pair of labels has no series any more.
  void LoseUnlisted(const std::vector<FoldedLabels::Pair>& listed);
  void KeepWithin(std::size_t limit, SteadyTime now);

  QueueTotals totals_;
  std::vector<QueueCaller> callers_;
  bool first_ = true;
  WallTime began_ = kNoInstant;  // the first response, by the API's clock
};

}  // namespace pitel
