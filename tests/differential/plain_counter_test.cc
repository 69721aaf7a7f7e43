#include "plain_counter.h"

#include <gtest/gtest.h>

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

}  // namespace
}  // namespace pitel::differential
