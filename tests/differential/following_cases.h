// "Following calls" by example: polls, and what each adds to the counters.
// Every implementation of the counting runs through all of them, and so does
// the real page (tests/following).
#pragma once

#include <ostream>
#include <string>
#include <vector>

#include "calls/rules.h"
#include "outcome.h"
#include "rule_cases.h"

namespace pitel::differential {

// What happened to a call, as increments of series.
using CallEvent = SeriesValues;

CallEvent Started(std::string_view direction = "inbound",
                  std::string_view tenant = "t");
CallEvent Answered(std::string_view direction = "inbound",
                   std::string_view tenant = "t");
CallEvent Unanswered(std::string_view direction = "inbound",
                     std::string_view tenant = "t");
CallEvent Ended(std::string_view direction = "inbound",
                std::string_view tenant = "t");
CallEvent LostRinging(std::string_view direction = "inbound",
                      std::string_view tenant = "t");
CallEvent LostOncall(std::string_view direction = "inbound",
                     std::string_view tenant = "t");
// Not within a second of a bucket's bound: real requests take time.
CallEvent Wait(double seconds, std::string_view tenant = "t");
CallEvent Duration(double seconds, std::string_view direction = "inbound");
CallEvent Times(double count, const CallEvent& event);

struct FollowingPoll {
  double seconds;  // since the start of the case
  std::string document;
  // All changes of the call counters and histograms.
  std::vector<CallEvent> events = {};
  // Some of the series after the poll, with their values.
  SeriesValues values = {};
  std::vector<std::string> absent = {};
  double wall_ahead = 0;  // see CasePoll

  Moment Sent() const { return CasePoll{"", seconds, wall_ahead}.Sent(); }
};

struct FollowingCase {
  std::string name;
  std::vector<FollowingPoll> polls;
  // Polls every 10 s and a grace of 30 s unless said otherwise: a call is gone
  // in its third complete poll without it, and more than 30 s are a gap.
  CallRules rules = {};

  friend void PrintTo(const FollowingCase& c, std::ostream* out) {
    *out << c.name;
  }
};

std::vector<FollowingCase> LifeCases();      // from start to end
std::vector<FollowingCase> IdentityCases();  // which legs are one call
std::vector<FollowingCase> GroupCases();     // ring groups, transfers
std::vector<FollowingCase> DoubtCases();     // gaps, cut responses, ghosts
std::vector<FollowingCase> SeriesCases();    // labels, limits, gauges
std::vector<FollowingCase> TimingCases();    // waits and durations
std::vector<FollowingCase> AllFollowingCases();
// Exactly at the limits, to the nanosecond, which real requests cannot be.
std::vector<FollowingCase> ExactTimingCases();

// Checks the outcomes of one implementation for the polls of a case.
class FollowingCheck {
 public:
  // The expectations of the poll that are not met, with sums within `tolerance`
  // seconds; empty if all are met. A failed outcome without series changes
  // nothing.
  std::string Unmet(const FollowingPoll& poll, const Outcome& outcome,
                    double tolerance = 1e-6);

 private:
  SeriesValues before_;
};

// A leg of a followed call: inbound, of tenant "t" and server "s".
struct CallLeg {
  std::string call_id = "c";
  std::string call_time = "";
  std::string extension = "101";
  std::string cid_num = "";
  std::string b_cid_num = "";
  std::string direction = "inbound";
  std::string tenant = "t";
  std::string server = "s";
};
CaseRow Ringing(const CallLeg& leg = {});
CaseRow Oncall(const CallLeg& leg = {});
CaseRow Held(const CallLeg& leg = {});  // an unknown state

// The call_time of a moment of a case.
std::string TimeAt(int seconds);

// A response with fewer rows than its `total`.
std::string Incomplete(const std::vector<CaseRow>& rows);

// A response that fails the poll.
inline constexpr char kFailure[] = "{}";

}  // namespace pitel::differential
