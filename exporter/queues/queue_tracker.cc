// The life of a caller in a queue:
//
//   met --> joined --> answered | abandoned | lost
//
// A caller is met in the first response with its row and is then known until
// its row has been gone for a day. It is open until its outcome is counted, and
// counts once in each step. A step counts when a response first shows it: rows
// state when callers joined and how their wait ended, so a caller that was
// never seen waiting counts like any other.
//
// The first response shows what happened before anybody counted. Its callers
// are known, but what it shows of them does not count; what later ones show
// does. The same holds for a caller who is new in a later response and whose
// times are all older than what is remembered: it may have been counted before.
// If such a caller had already left the queue and rejoins later, it is open
// again and counts from then on, as if it had joined.
//
// A caller that is absent from several responses while it waits is lost. It
// stays known, so that it counts nothing more if its row comes back. One that
// is absent before its state was known is closed, too. No open caller outlives
// the series of its labels.
#include "queues/queue_tracker.h"

#include <algorithm>
#include <utility>

#include "endpoint/absence.h"

namespace pitel {
namespace {

// The API's clock when the request was sent. A Date header has whole seconds:
// the clock is up to a second ahead of it. The difference that is nearest to
// none is taken.
WallTime ApiTime(const QueueMoment& now) {
  constexpr double kMost = 1e9;  // fits into nanoseconds
  const double stated = std::clamp(now.clock_skew.value_or(0), -kMost, kMost);
  const std::chrono::duration<double> skew(std::clamp(0.0, stated, stated + 1));
  return now.sent.wall + std::chrono::duration_cast<WallTime::duration>(skew);
}

std::chrono::nanoseconds WaitOf(const QueueRow& row, SteadyTime seen_since,
                                SteadyTime now, WallTime api_time) {
  if (row.state != QueueState::kWaiting) return {};
  const std::chrono::nanoseconds seen = now - seen_since;
  const WallTime joined = LastJoined(row);
  if (joined == kNoInstant) return seen;
  return std::max<std::chrono::nanoseconds>(seen, api_time - joined);
}

// Between two instants of a row; negative if one of them is not stated.
std::chrono::nanoseconds Between(WallTime begin, WallTime end) {
  if (begin == kNoInstant || end == kNoInstant) {
    return std::chrono::nanoseconds(-1);
  }
  return end - begin;
}

bool IsRecent(const QueueRow& row, WallTime api_time) {
  const WallTime last = LastInstant(row);
  return last == kNoInstant || api_time - last <= kGoneCallersKept;
}

}  // namespace

std::vector<std::chrono::nanoseconds> QueueTracker::Update(
    const QueueRules& rules, const QueueResponse& response,
    const FoldedLabels& labels, const QueueMoment& now) {
  const SteadyTime time = now.sent.steady;
  const WallTime api_time = ApiTime(now);
  const std::uint32_t lost_after = PollsUntilGone(rules.grace, rules.interval);
  if (first_) began_ = api_time;
  const bool opening = first_ || response.rows.size() > rules.tracked_callers;
  std::vector<std::chrono::nanoseconds> waits;
  waits.reserve(response.rows.size());
  std::vector<QueueCaller> next;
  next.reserve(callers_.size() + response.rows.size());
  auto known = callers_.begin();
  const auto pass = [&] {
    if (Miss(lost_after, time, *known)) next.push_back(*known);
    ++known;
  };
  // Both are in the order of the callers.
  for (std::size_t i = 0; i < response.rows.size(); ++i) {
    const QueueRow& row = response.rows[i];
    SteadyTime seen_since = time;
    if (row.caller != 0) {
      const FoldedLabels::Pair& pair = labels.pairs[labels.pair_of_row[i]];
      while (known != callers_.end() && known->id < row.caller) pass();
      if (known != callers_.end() && known->id == row.caller) {
        next.push_back(*known++);
        Reopen(row, pair, next.back());
      } else {
        next.push_back(
            Meet(row, pair, !opening && IsRecent(row, api_time), time));
      }
      Observe(row, time, next.back());
      seen_since = next.back().waiting_since;
    }
    waits.push_back(WaitOf(row, seen_since, time, api_time));
  }
  while (known != callers_.end()) pass();
  callers_ = std::move(next);
  KeepWithin(rules.tracked_callers, time);
  LoseUnlisted(labels.pairs);
  totals_.List(labels.pairs);
  first_ = false;
  return waits;
}

void QueueTracker::Forget(const FoldedLabels& labels) {
  for (QueueCaller& caller : callers_) Close(caller);
  callers_.clear();
  totals_.List(labels.pairs);
  first_ = true;
}

QueueCaller QueueTracker::Meet(const QueueRow& row,
                               const FoldedLabels::Pair& labels, bool counts,
                               SteadyTime now) {
  QueueCaller caller;
  caller.id = row.caller;
  caller.waiting_since = now;
  caller.rejoined = row.rejoined;
  Open(labels, caller);
  caller.joined = !counts;
  const bool is_over =
      row.state == QueueState::kAnswered || row.state == QueueState::kAbandoned;
  if (!counts && is_over) {
    Close(caller);
    caller.had_left = true;
  }
  return caller;
}

void QueueTracker::Open(const FoldedLabels::Pair& labels, QueueCaller& caller) {
  caller.open = true;
  caller.totals = totals_.IdOf(labels);
  ++totals_[caller.totals].open_callers;
}

void QueueTracker::Reopen(const QueueRow& row, const FoldedLabels::Pair& labels,
                          QueueCaller& caller) {
  if (caller.open || !caller.had_left) return;
  if (row.rejoined <= std::max(caller.rejoined, began_)) return;
  Open(labels, caller);
  caller.joined = false;
  caller.waiting = false;
}

void QueueTracker::Observe(const QueueRow& row, SteadyTime now,
                           QueueCaller& caller) {
  caller.last_seen = now;
  caller.missed = 0;
  if (row.state == QueueState::kUnknown) return;
  const bool waits = row.state == QueueState::kWaiting;
  if (waits && (!caller.waiting || row.rejoined > caller.rejoined)) {
    caller.waiting_since = now;
  }
  caller.waiting = waits;
  caller.rejoined = std::max(caller.rejoined, row.rejoined);
  if (!caller.open) return;
  QueueCounts& counts = totals_[caller.totals];
  if (!caller.joined) ++counts.joined;
  caller.joined = true;
  const WallTime joined = caller.had_left ? caller.rejoined : row.joined;
  if (row.state == QueueState::kAnswered) {
    ++counts.answered;
    ObserveWait(counts.answered_wait, Between(joined, row.bridged));
    Close(caller);
  } else if (row.state == QueueState::kAbandoned) {
    ++counts.abandoned;
    ObserveWait(counts.abandoned_wait, Between(joined, row.abandoned));
    Close(caller);
  }
}

bool QueueTracker::Miss(std::uint32_t lost_after, SteadyTime now,
                        QueueCaller& caller) {
  const bool is_remembered = now - caller.last_seen <= kGoneCallersKept;
  if (++caller.missed >= lost_after || !is_remembered) Lose(caller);
  return is_remembered;
}

void QueueTracker::Close(QueueCaller& caller) {
  if (!caller.open) return;
  caller.open = false;
  caller.had_left = false;
  --totals_[caller.totals].open_callers;
}

void QueueTracker::Lose(QueueCaller& caller) {
  if (!caller.open) return;
  if (caller.waiting) ++totals_[caller.totals].lost;
  Close(caller);
}

void QueueTracker::LoseUnlisted(const std::vector<FoldedLabels::Pair>& listed) {
  std::vector<bool> is_listed;  // by id
  for (const FoldedLabels::Pair& pair : listed) {
    const std::uint32_t id = totals_.IdOf(pair);
    if (id >= is_listed.size()) is_listed.resize(id + std::size_t{1});
    is_listed[id] = true;
  }
  for (QueueCaller& caller : callers_) {
    if (!caller.open) continue;
    const std::uint32_t id = caller.totals;
    if (id >= is_listed.size() || !is_listed[id]) Lose(caller);
  }
}

void QueueTracker::KeepWithin(std::size_t limit, SteadyTime now) {
  if (callers_.size() <= limit) return;
  std::vector<SteadyTime> gone;
  for (const QueueCaller& caller : callers_) {
    if (caller.last_seen != now) gone.push_back(caller.last_seen);
  }
  const std::size_t excess = std::min(gone.size(), callers_.size() - limit);
  if (excess == 0) return;
  const auto last = gone.begin() + static_cast<std::ptrdiff_t>(excess) - 1;
  std::nth_element(gone.begin(), last, gone.end());
  std::erase_if(callers_, [&](QueueCaller& caller) {
    const bool drops = caller.last_seen != now && caller.last_seen <= *last;
    if (drops) Lose(caller);
    return drops;
  });
}

}  // namespace pitel
