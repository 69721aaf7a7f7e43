#include "plain_known_call.h"

#include <algorithm>

namespace pitel::plain {

void KnownCall::See(State state, Direction shown,
                    const ComparedResponse& response, Totals& totals) {
  last_seen = response.now;
  missed = 0;
  if (response.complete) in_last_complete = true;
  if (response.complete) Judge(state, shown, response, totals);
  if (response.gap && !response.complete) return;
  if (first_oncall) return;
  if (state == kRinging) last_ringing = response.now;
  if (state == kOncall) {
    first_oncall = response.now;
    if (part == kStarted) Answer(totals);
  }
}

// Decides what only a complete response can.
void KnownCall::Judge(State state, Direction shown,
                      const ComparedResponse& response, Totals& totals) {
  const bool is_ghost = state == kIdle;
  if (part == kStarted) {
    const State other = first_oncall ? kRinging : kOncall;
    if (is_ghost || (response.gap && state == other)) Lose(totals);
  } else if (part == kRemembered) {
    if (is_ghost || response.opening) {
      part = kNotStarted;
    } else if (state != kUnknownState) {
      // "Tenant, direction and labels stay those of the start."
      if (direction == kUnknownDirection) direction = shown;
      Start(totals);
    }
  }
}

void KnownCall::Start(Totals& totals) {
  part = kStarted;
  start = stated_start.value_or(Middle(absent_before, first_seen));
  totals.Add(Totals::kStarted, tenant, direction);
  if (first_oncall) Answer(totals);
}

void KnownCall::Answer(Totals& totals) const {
  totals.Add(Totals::kAnswered, tenant, direction);
  if (direction != kInbound) return;
  const SteadyTime not_yet = last_ringing.value_or(absent_before);
  const SteadyTime answer = Middle(std::max(*start, not_yet), *first_oncall);
  totals.AddWait(tenant, answer - *start);
}

void KnownCall::Lose(Totals& totals) {
  totals.Add(first_oncall ? Totals::kLostOncall : Totals::kLostRinging, tenant,
             direction);
  part = kNotStarted;
  start.reset();
}

void KnownCall::Miss(const ComparedResponse& response, Totals& totals) {
  in_last_complete = false;
  if (missed == 0) first_missed = response.now;
  ++missed;
  if (response.gap && part == kStarted) Lose(totals);
  if (response.opening && part == kRemembered) part = kNotStarted;
}

void KnownCall::End(Totals& totals) const {
  if (part != kStarted) return;
  if (!first_oncall) {
    totals.Add(Totals::kUnanswered, tenant, direction);
    return;
  }
  totals.Add(Totals::kEnded, tenant, direction);
  totals.AddDuration(direction, Middle(last_seen, first_missed) - *start);
}

}  // namespace pitel::plain
