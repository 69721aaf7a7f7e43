// The rules of counting by example: documents, and the numbers they give.
// Every implementation of the counting runs through all of them.
#pragma once

#include <string>
#include <vector>

#include "base/clock.h"
#include "calls/rules.h"
#include "outcome.h"

namespace pitel::differential {

struct CasePoll {
  std::string document;
  double seconds = 0;     // since the start of the case
  double wall_ahead = 0;  // seconds that the wall clock was set forward by then

  // Every case starts at 2024-01-01 12:00:00 at +07:00.
  Moment Sent() const;
};

struct RuleCase {
  std::string name;  // the rule, in words
  std::vector<CasePoll> polls;
  // Of the last poll. A family in this list is expected in full except for
  // series of value 0; a 0 in this list must exist. Other families are not
  // checked.
  SeriesValues expected;
  // Series that the last poll must not have.
  std::vector<std::string> absent = {};
  std::string failure = "";
  CallRules rules = {};
};

std::vector<RuleCase> DocumentCases();  // JSON, rows, `total`, labels
std::vector<RuleCase> CountingCases();  // calls, legs, extensions, devices
std::vector<RuleCase> TimeCases();      // call_time, age, stale legs
std::vector<RuleCase> CallerCases();    // ringing callers
std::vector<RuleCase> FoldingCases();   // limits, series_ttl, zero series
std::vector<RuleCase> AllRuleCases();

// The expectations of the case that the outcome of its last poll does not meet;
// empty if it meets all.
std::string Unmet(const RuleCase& rule_case, const Outcome& outcome);

// A row as the API writes it; empty fields are left out.
struct CaseRow {
  std::string extension = "101";
  std::string call_state = "";
  std::string direction = "";
  std::string call_id = "";
  std::string call_time = "";
  std::string cid_num = "";
  std::string b_cid_num = "";
  std::string tenant = "t";
  std::string server = "s";
  std::string extension_uuid = "";
  std::string user_agent = "";
};

// With `total` as the number of rows, or as given.
std::string DocumentOf(const std::vector<CaseRow>& rows);
std::string DocumentOf(const std::vector<CaseRow>& rows,
                       const std::string& total);
// One row, given as JSON.
std::string DocumentOfText(const std::string& row);

// Series of tenant "t" and server "s".
std::string ActiveCalls(std::string_view direction, std::string_view state);
std::string ActiveLegs(std::string_view direction, std::string_view state);
std::string Extensions(std::string_view state);
std::string StaleLegs(std::string_view state);
std::string Devices(std::string_view device);
std::string RingingCallers(std::string_view tenant = "t");
std::string OldestSeconds(std::string_view tenant = "t");

}  // namespace pitel::differential
