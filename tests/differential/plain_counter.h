// A second implementation of the counting of calls, for the differential test:
// written from the rules alone and to be read beside them, without regard to
// speed.
#pragma once

#include <chrono>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "base/clock.h"
#include "calls/rules.h"
#include "outcome.h"
#include "plain_counted_row.h"
#include "plain_names.h"
#include "plain_row.h"
#include "plain_tracker.h"

namespace pitel::plain {

using differential::Outcome;
using differential::SeriesValues;

class PlainCounter {
 public:
  explicit PlainCounter(const CallRules& rules);

  Outcome Poll(const std::string& document, Moment sent);

  // See Tracker.
  std::string BrokenEquations() const { return tracker_.BrokenEquations(); }

 private:
  struct PastPoll {
    Moment sent;
    bool complete;
    std::set<LegKey> legs;
    // Those of them that were usable.
    std::set<std::pair<LegKey, std::chrono::sys_seconds>> call_times;
    std::map<std::string, double> calls;  // active, by tenant's label
  };

  bool IsUsable(const Row& row, WallTime now) const;
  std::chrono::nanoseconds Age(const CountedRow& leg, Moment now) const;
  std::chrono::nanoseconds StatedAge(const CountedRow& leg, Moment now) const;
  std::optional<Moment> FirstStated(const Row& row) const;
  bool IsStale(const CountedRow& leg) const;
  SeriesValues ZeroSeries() const;
  void CountPeaks(SeriesValues& series) const;
  void CountCallers(const CountedRows& rows, SeriesValues& series) const;

  const CallRules rules_;
  Folding folding_;
  Tracker tracker_;
  std::map<std::string, bool> left_out_;  // by tenant
  std::vector<PastPoll> past_;            // the successful ones
};

}  // namespace pitel::plain
