// "Following calls" once more, for the differential test: written from the
// rules alone, with texts for numbers and a list of everything known.
#pragma once

#include <chrono>
#include <functional>
#include <list>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/clock.h"
#include "calls/rules.h"
#include "outcome.h"
#include "plain_counted_row.h"
#include "plain_totals.h"

namespace pitel::plain {

class Tracker {
 public:
  explicit Tracker(const CallRules& rules);

  // A successful poll, and the labels of the tenants that have series.
  void Follow(const CountedRows& rows, bool complete, SteadyTime sent,
              WallTime wall, const std::set<std::string>& tenants);

  // Of the call that the last poll had the leg in, if it was started.
  std::optional<SteadyTime> StartOf(const CountedRow& leg) const;
  void AddTo(differential::SeriesValues& series) const;
  // Which of the two equations does not hold for whom; empty if all do.
  std::string BrokenEquations() const;

 private:
  struct Call {
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
    std::optional<SteadyTime> start;  // once started, also if it is lost
    SteadyTime last_seen;
    std::optional<SteadyTime> last_ringing;
    std::optional<SteadyTime> first_oncall;
    SteadyTime first_missed;
    int missed = 0;  // complete polls in a row
  };
  // One poll.
  struct Poll {
    SteadyTime now;
    WallTime wall;
    bool complete;
    bool gap;  // since the last complete one
    std::size_t known_before;
    // Calls may have been there before: the first complete one, the first after
    // a gap, one with more calls than may be followed.
    bool opening = false;
  };

  void Take(Call& call, const CountedRow& leg);
  Call* CallOf(const CountedRow& leg);
  void Assign(const CountedRows& group, const Poll& poll);
  Call* Oldest(const CountedRows& group, const Poll& poll,
               const std::function<bool(Call&, const CountedRow&)>& fits);
  bool HasChangedTenant(const Call& call, const CountedRow& leg) const;
  bool Fits(const Call& call, const CountedRow& leg, SteadyTime now) const;
  Call NewCall(const CountedRows& legs, const Poll& poll) const;
  void Learn(Call& call, const CountedRows& legs) const;
  void See(Call& call, const CountedRows& legs, const Poll& poll);
  void Judge(Call& call, State state, const Poll& poll);
  void Start(Call& call);
  void Answer(Call& call);
  void Lose(Call& call);
  void Miss(Call& call, const Poll& poll);
  void End(const Call& call);
  void ForgetGone();

  const CallRules rules_;
  const std::chrono::nanoseconds longest_pause_;
  const int polls_until_gone_;
  std::list<Call> known_;              // the oldest first
  std::map<Call*, CountedRows> seen_;  // in the last poll
  std::map<int, Call*> call_of_row_;   // likewise
  std::set<const Call*> in_place_;     // of those: by what their legs state
  std::optional<SteadyTime> last_complete_;
  Totals totals_;
};

}  // namespace pitel::plain
