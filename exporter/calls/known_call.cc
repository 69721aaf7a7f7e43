// A call is pending, then started, then gone; or left out, or lost.
// Independently, it rings until it is first seen oncall and counts as answered
// from then on, whatever state it shows later. Both decide what is counted:
//
//               first complete response that shows it ring or talk
//     pending ---------------------------------------------------> started
//        |  it may have been there before                             |
//        v                                  stale, or not the same    v
//     left out                              as before a gap         lost
//
// Only started calls count, each event once. An incomplete response can show
// that a call is there and what state it is in, but neither that it is new nor
// that it is gone.

#include "calls/known_call.h"

#include <algorithm>

#include "metric/histogram.h"

namespace pitel {
namespace {

using Standing = KnownCall::Standing;

CallCounts& CountsOf(const KnownCall& call, TenantTotals& totals) {
  return totals.counts[static_cast<std::size_t>(call.direction)];
}

void CountAnswer(const KnownCall& call, TenantTotals& totals) {
  ++CountsOf(call, totals).answered;
  if (call.direction == Direction::kInbound) {
    Observe(totals.wait, call.answer - call.start);
  }
}

// A phone that is not bridged yet may show no direction.
void Start(Direction direction, KnownCall& call, TenantTotals& totals) {
  call.standing = Standing::kStarted;
  if (call.direction == Direction::kUnknown) call.direction = direction;
  ++CountsOf(call, totals).started;
  if (call.was_oncall) CountAnswer(call, totals);
}

void Lose(KnownCall& call, TenantTotals& totals) {
  call.standing = Standing::kLost;
  auto& counts = CountsOf(call, totals);
  ++(call.was_oncall ? counts.lost_oncall : counts.lost_ringing);
}

void Answer(SteadyTime now, KnownCall& call, TenantTotals& totals) {
  call.was_oncall = true;
  call.answer = Middle(std::max(call.start, call.answer), now);
  if (call.standing == Standing::kStarted) CountAnswer(call, totals);
}

// Whether it rings though it was answered, or talks though it was not. After a
// gap, it may be another call.
bool HasChanged(const KnownCall& call, CallState state) {
  return state == (call.was_oncall ? CallState::kRinging : CallState::kOncall);
}

// Decides what only a complete response can.
void Judge(const Sighting& sighting, const ComparedResponse& response,
           KnownCall& call, TenantTotals& totals) {
  const CallState state = sighting.state;
  const bool is_ghost = state == CallState::kIdle;
  call.is_ghost = is_ghost;
  if (call.standing == Standing::kStarted) {
    if (is_ghost || (response.after_gap && HasChanged(call, state))) {
      Lose(call, totals);
    }
  } else if (call.standing == Standing::kPending) {
    if (response.opening || is_ghost) {
      call.standing = Standing::kLeftOut;
    } else if (state != CallState::kUnknown) {
      Start(sighting.direction, call, totals);
    }
  }
}

}  // namespace

void Observe(const Sighting& sighting, const ComparedResponse& response,
             KnownCall& call, TenantTotals& totals) {
  call.last_seen = response.time;
  call.absences = 0;
  if (response.complete) call.in_last_complete = true;
  if (sighting.state != CallState::kIdle) call.is_ghost = false;
  if (response.complete) Judge(sighting, response, call, totals);
  if (response.after_gap && !response.complete) return;
  if (call.was_oncall) return;
  if (sighting.state == CallState::kRinging) call.answer = response.time;
  if (sighting.state == CallState::kOncall) Answer(response.time, call, totals);
}

bool Miss(const ComparedResponse& response, KnownCall& call,
          TenantTotals& totals,
          std::array<HistogramValue, kDirections>& durations) {
  if (!response.complete) return false;
  call.in_last_complete = false;
  if (response.after_gap && call.standing == Standing::kStarted) {
    Lose(call, totals);
  }
  if (response.opening && call.standing == Standing::kPending) {
    call.standing = Standing::kLeftOut;
  }
  if (call.absences++ == 0) call.first_missed = response.time;
  if (call.absences < response.gone_after) return false;
  if (call.standing != Standing::kStarted) return true;
  if (call.was_oncall) {
    ++CountsOf(call, totals).ended;
    Observe(durations[static_cast<std::size_t>(call.direction)],
            Middle(call.last_seen, call.first_missed) - call.start);
  } else {
    ++CountsOf(call, totals).unanswered;
  }
  return true;
}

}  // namespace pitel
