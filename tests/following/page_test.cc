#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "following_cases.h"
#include "scripted_target.h"

namespace pitel {
namespace {

using namespace differential;  // NOLINT: the words of the cases
using std::chrono::seconds;
using testing::HasSubstr;
using testing::Not;

// For values that are sums of a few times.
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

const std::string kRings = DocumentOf({Ringing({"c", TimeAt(6)})});

// A call that rings at the second of two polls.
void StartACall(ScriptedTarget& target) {
  ASSERT_TRUE(target.Poll(DocumentOf({}), CasePoll{"", 0}.Sent()));
  ASSERT_TRUE(target.Poll(kRings, CasePoll{"", 10}.Sent()));
}

TEST(FollowedCalls, AreCountersAndHistogramsOfThePage) {
  ScriptedTarget target({});
  EXPECT_THAT(target.Text(), Not(HasSubstr("pitel_call")));
  StartACall(target);
  const std::string text = target.Text();
  EXPECT_THAT(text, HasSubstr("# TYPE pitel_calls_started_total counter\n"));
  EXPECT_THAT(text, HasSubstr("# TYPE pitel_call_wait_seconds histogram\n"));
  EXPECT_THAT(text, HasSubstr("# TYPE pitel_tracked_calls gauge\n"));
  for (const char* line :
       {"pitel_calls_started_total{target=\"hcm\",tenant=\"t\","
        "direction=\"inbound\"} 1\n",
        "pitel_calls_lost_total{target=\"hcm\",tenant=\"t\","
        "direction=\"local\",state=\"oncall\"} 0\n",
        "pitel_call_wait_seconds_bucket{target=\"hcm\",tenant=\"t\","
        "le=\"180.0\"} 0\n",
        "pitel_call_duration_seconds_bucket{target=\"hcm\","
        "direction=\"outbound\",le=\"7200.0\"} 0\n",
        "pitel_tracked_calls{target=\"hcm\"} 1\n"}) {
    EXPECT_THAT(text, HasSubstr(line));
  }
}

TEST(FollowedCalls, StayCountedWhenTheGaugesExpire) {
  ScriptedTarget target({});
  StartACall(target);
  FollowingCheck check;
  const FollowingPoll started{
      10, "", {Started()}, {{"pitel_tracked_calls", 1}}};
  EXPECT_EQ(check.Unmet(started, target.Page(), Tolerance(target)), "");
  EXPECT_FALSE(target.FailPoll(500, CasePoll{"", 20}.Sent()));
  target.Wait(CasePoll{"", 41}.Sent().steady);
  const FollowingPoll aged{41, "", {}, {}, {"pitel_tracked_calls"}};
  EXPECT_EQ(check.Unmet(aged, target.Page(), Tolerance(target)), "");
  EXPECT_THAT(target.Text(), Not(HasSubstr("pitel_ringing_callers")));
}

TEST(FollowedCalls, AreNeitherSeenNorMissedByPollsThatFail) {
  CallRules rules;
  rules.grace = seconds(3);  // one poll without it, and a call is gone
  ScriptedTarget target(rules);
  StartACall(target);
  double now = 11;
  for (const int status : {401, 403, 404, 429, 500, 503}) {
    EXPECT_FALSE(target.FailPoll(status, CasePoll{"", now++}.Sent()));
  }
  EXPECT_FALSE(target.Poll(DocumentOf({}) + "x", CasePoll{"", now++}.Sent()));
  FollowingCheck check;
  const FollowingPoll same{now, "", {Started()}};
  EXPECT_EQ(check.Unmet(same, target.Page(), Tolerance(target)), "");
  const FollowingPoll gone{now, "", {Unanswered()}};
  EXPECT_TRUE(target.Poll(DocumentOf({}), gone.Sent()));
  EXPECT_EQ(check.Unmet(gone, target.Page(), Tolerance(target)), "");
}

}  // namespace
}  // namespace pitel
