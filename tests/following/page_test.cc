#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include "following_cases.h"
#include "scripted_target.h"

namespace pitel {
namespace {

using namespace differential;  // NOLINT: the words of the cases

// Of values that are sums of a few moments.
double Tolerance(const ScriptedTarget& target) {
  return 1e-6 + 20 * target.lateness();
}

class FollowingCasesTest : public testing::TestWithParam<FollowingCase> {};

TEST_P(FollowingCasesTest, HoldOnThePage) {
  ScriptedTarget target(GetParam().rules);
  FollowingCheck check;
  for (const FollowingPoll& poll : GetParam().polls) {
    EXPECT_EQ(target.Poll(poll.document, poll.Sent()),
              poll.document != kFailure);
    const Outcome page = target.Page();
    ASSERT_EQ(page.failure, "");
    EXPECT_EQ(check.Unmet(poll, page, Tolerance(target)), "");
  }
}

INSTANTIATE_TEST_SUITE_P(Cases, FollowingCasesTest,
                         testing::ValuesIn(AllFollowingCases()),
                         [](const auto& each) { return each.param.name; });

}  // namespace
}  // namespace pitel
