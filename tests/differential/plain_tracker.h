// A second implementation of "Following calls", for the differential test:
// written from the rules alone, with texts for numbers and a list of everything
// known.
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
#include "plain_known_call.h"
#include "plain_totals.h"

namespace pitel::plain {

class Tracker {
 public:
  explicit Tracker(const CallRules& rules);

  // A successful response, and the labels of the tenants that have series.
  void Follow(const CountedRows& rows, bool complete, SteadyTime sent,
              WallTime wall, const std::set<std::string>& tenants);

  // The start of the call that had the leg in the last response, if started.
  std::optional<SteadyTime> StartOf(const CountedRow& leg) const;
  void AddTo(differential::SeriesValues& series) const;
  // The equation that does not hold, and for whom; empty if all hold.
  std::string BrokenEquations() const;

 private:
  void Take(KnownCall& call, const CountedRow& leg);
  KnownCall* CallOf(const CountedRow& leg);
  CountedRows WithoutCall(const CountedRows& group) const;
  void Assign(const std::vector<CountedRows>& groups,
              const std::function<bool(KnownCall&, const CountedRow&)>& fits);
  void AddNew(const CountedRows& group, const ComparedResponse& response);
  bool Fits(const KnownCall& call, const CountedRow& leg) const;
  bool IsOffered(const KnownCall& call, const CountedRow& leg) const;
  KnownCall NewCall(const CountedRows& legs,
                    const ComparedResponse& response) const;
  void Learn(KnownCall& call, const CountedRows& legs) const;
  void See(KnownCall& call, const CountedRows& legs,
           const ComparedResponse& response);
  void ForgetGone(SteadyTime now);

  void Remember(const std::set<std::string>& call_ids, SteadyTime now);

  const CallRules rules_;
  const std::chrono::nanoseconds longest_pause_;
  const int polls_until_gone_;
  std::list<KnownCall> known_;              // the oldest first
  std::map<KnownCall*, CountedRows> seen_;  // in the last poll
  std::map<int, KnownCall*> call_of_row_;   // likewise
  bool has_room_ = true;                    // for new calls, in the last poll
  std::optional<SteadyTime> last_complete_;
  std::map<std::string, SteadyTime> gone_;  // call_ids, and when they went
  Totals totals_;
};

}  // namespace pitel::plain
