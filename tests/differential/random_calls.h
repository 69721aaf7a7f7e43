// Calls that last for many polls, to compare how they are followed: few
// numbers, phones and call ids, so that calls are mistaken for one another
// wherever the rules let them. The same seed gives the same rules and polls.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/clock.h"
#include "calls/rules.h"
#include "dice.h"
#include "rule_cases.h"

namespace pitel::differential {

struct CallsPoll {
  std::vector<CaseRow> rows;
  bool incomplete = false;
  bool fails = false;
  Moment sent;

  std::string Document() const;
};

class RandomCalls {
 public:
  explicit RandomCalls(std::uint64_t seed);

  const CallRules& rules() const { return rules_; }
  CallsPoll Next();

 private:
  struct Call {
    std::vector<CaseRow> legs;
    bool is_answered = false;
    bool is_ghost = false;
    bool shows = true;        // in this poll
    SteadyTime parked_until;  // out of sight, but not over
  };

  void PassTime();
  std::string NewCallId();
  std::string CallTime();
  CaseRow NewLeg(const Call& like);
  CaseRow FirstLeg();
  Call NewCall();
  bool LeavesARow(Call& call);
  // False: it is over.
  bool LiveOn(Call& call);
  void WhileRinging(Call& call);
  void WhileAnswered(Call& call);
  void AnyTime(Call& call);

  Dice dice_;
  const CallRules rules_;
  Moment now_;
  std::vector<Call> calls_;
  int next_call_id_ = 0;
};

}  // namespace pitel::differential
