#include "plain_counter.h"

#include <gtest/gtest.h>

#include "following_cases.h"
#include "rule_cases.h"

namespace pitel::differential {
namespace {

TEST(PlainCounter, GivesTheNumbersOfEveryRuleCase) {
  for (const RuleCase& rule_case : AllRuleCases()) {
    plain::PlainCounter counter(rule_case.rules);
    Outcome outcome;
    for (const CasePoll& poll : rule_case.polls) {
      outcome = counter.Poll(poll.document, poll.Sent());
    }
    EXPECT_EQ(Unmet(rule_case, outcome), "") << rule_case.name << "\n"
                                             << rule_case.polls.back().document;
  }
}

TEST(PlainCounter, FollowsCallsAsEveryCaseSays) {
  for (const auto& cases : {AllFollowingCases(), ExactTimingCases()}) {
    for (const FollowingCase& following : cases) {
      plain::PlainCounter counter(following.rules);
      FollowingCheck check;
      for (const FollowingPoll& poll : following.polls) {
        const Outcome outcome = counter.Poll(poll.document, poll.Sent());
        EXPECT_EQ(check.Unmet(poll, outcome), "") << following.name;
        EXPECT_EQ(counter.BrokenEquations(), "") << following.name;
      }
    }
  }
}

}  // namespace
}  // namespace pitel::differential
