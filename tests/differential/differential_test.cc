#include <gtest/gtest.h>

#include <chrono>
#include <cstdint>
#include <string>

#include "environment.h"
#include "following_cases.h"
#include "plain_counter.h"
#include "random_document.h"
#include "real_counter.h"
#include "rule_cases.h"

namespace pitel::differential {
namespace {

constexpr int kPollsPerSequence = 25;

// The differences between the two for the polls of a seed, and which seed;
// empty if they agree.
std::string Disagreement(std::uint64_t seed) {
  RandomPolls polls(seed);
  plain::PlainCounter plain(polls.rules());
  RealCounter real(polls.rules());
  for (int poll = 1; poll <= kPollsPerSequence; ++poll) {
    const auto [document, sent] = polls.Next();
    const std::string differences =
        Differences(plain.Poll(document, sent), real.Poll(document, sent));
    if (differences.empty()) continue;
    return "DIFFERENTIAL_SEED=" + std::to_string(seed) + ", poll " +
           std::to_string(poll) + ":\n" + differences + document;
  }
  return "";
}

TEST(RealCounter, GivesTheNumbersOfEveryRuleCase) {
  for (const RuleCase& rule_case : AllRuleCases()) {
    RealCounter counter(rule_case.rules);
    Outcome outcome;
    for (const CasePoll& poll : rule_case.polls) {
      outcome = counter.Poll(poll.document, poll.Sent());
    }
    EXPECT_EQ(Unmet(rule_case, outcome), "") << rule_case.name << "\n"
                                             << rule_case.polls.back().document;
  }
}

TEST(RealCounter, FollowsCallsAsEveryCaseSays) {
  for (const auto& cases : {AllFollowingCases(), ExactTimingCases()}) {
    for (const FollowingCase& following : cases) {
      RealCounter counter(following.rules);
      FollowingCheck check;
      for (const FollowingPoll& poll : following.polls) {
        EXPECT_EQ(check.Unmet(poll, counter.Poll(poll.document, poll.Sent())),
                  "")
            << following.name;
      }
    }
  }
}

// DIFFERENTIAL_SEQUENCES makes it longer, DIFFERENTIAL_SEED starts elsewhere.
TEST(Differential, RandomPollsGiveEqualNumbers) {
  const std::uint64_t first = FromEnvironment("DIFFERENTIAL_SEED", 1);
  const std::uint64_t count = FromEnvironment("DIFFERENTIAL_SEQUENCES", 60);
  for (std::uint64_t seed = first; seed < first + count; ++seed) {
    const std::string disagreement = Disagreement(seed);
    ASSERT_TRUE(disagreement.empty()) << disagreement;
  }
}

}  // namespace
}  // namespace pitel::differential
