#pragma once

#include <optional>
#include <set>
#include <string>

#include "base/clock.h"
#include "plain_row.h"
#include "plain_totals.h"

namespace pitel::plain {

// One successful response that calls are compared with.
struct ComparedResponse {
  SteadyTime now;
  WallTime wall;
  bool complete;
  bool gap;  // since the last complete one
  // Calls may have been there before: the first complete one, the first after
  // a gap, one with more calls than may be followed.
  bool opening = false;
};

// A call that is not gone yet, and how it ends.
struct KnownCall {
  std::set<std::string> ids;       // as the legs state them
  std::set<std::string> call_ids;  // of any tenant
  // With the tenant; complete, and of one number. None of a ghost.
  std::set<std::string> keys;
  std::set<std::string> half_keys;

  std::string tenant;  // label
  Direction direction = kUnknownDirection;

  enum { kRemembered, kStarted, kNotStarted } part = kRemembered;
  SteadyTime absent_before;  // P; if there is none, it cannot start
  SteadyTime first_seen;     // F
  std::optional<SteadyTime> stated_start;
  std::optional<SteadyTime> start;  // while it is started
  SteadyTime last_seen;
  bool in_last_complete = false;  // the last complete response showed it
  std::optional<SteadyTime> last_ringing;
  std::optional<SteadyTime> first_oncall;
  SteadyTime first_missed;
  int missed = 0;  // complete responses in a row

  // `state` is that of its legs; kIdle if all are ghosts.
  // `shown` is the direction of the leg in `state`.
  void See(State state, Direction shown, const ComparedResponse& response,
           Totals& totals);
  // A complete response without it.
  void Miss(const ComparedResponse& response, Totals& totals);
  // It is gone.
  void End(Totals& totals) const;

 private:
  void Judge(State state, Direction shown, const ComparedResponse& response,
             Totals& totals);
  void Start(Totals& totals);
  void Answer(Totals& totals) const;
  void Lose(Totals& totals);
};

}  // namespace pitel::plain
