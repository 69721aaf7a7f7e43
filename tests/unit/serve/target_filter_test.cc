#include "serve/target_filter.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace pitel {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TargetOverview Target(const std::string& name, bool polled, bool up) {
  TargetOverview target;
  target.name = name;
  target.url = "https://" + name + ".example.com";
  target.polled = polled;
  target.up = up;
  return target;
}

TargetOverview Up(const std::string& name) { return Target(name, true, true); }

TargetOverview Down(const std::string& name, const std::string& failure) {
  TargetOverview target = Target(name, true, false);
  target.last_failure = failure;
  return target;
}

TargetOverview Waiting(const std::string& name) {
  return Target(name, false, false);
}

TargetOverview Warned(const std::string& name) {
  TargetOverview target = Up(name);
  target.endpoints.resize(2);
  target.endpoints[1].summary.warning = "all calls are stale";
  return target;
}

std::vector<std::string> Names(const Overview& overview,
                               const TargetFilter& filter) {
  std::vector<std::string> names;
  for (const TargetOverview* target : SelectTargets(overview, filter)) {
    names.push_back(target->name);
  }
  return names;
}

TEST(StateOf, TellsWhatNeedsAttention) {
  EXPECT_EQ(StateOf(Up("a")), TargetState::kUp);
  EXPECT_EQ(StateOf(Down("a", "")), TargetState::kDown);
  EXPECT_EQ(StateOf(Waiting("a")), TargetState::kWaiting);
  EXPECT_EQ(StateOf(Warned("a")), TargetState::kWarning);
  TargetOverview without_queues = Up("a");
  without_queues.endpoints.resize(2);
  EXPECT_EQ(StateOf(without_queues), TargetState::kUp);
  without_queues.endpoints[1].failure = "queue: HTTP status 404";
  EXPECT_EQ(StateOf(without_queues), TargetState::kWarning);
}

TEST(SelectTargets, PutsThoseThatNeedAttentionFirst) {
  EXPECT_THAT(Names({Up("a"), Waiting("b"), Down("c", ""), Warned("d"), Up("e"),
                     Down("f", "")},
                    {}),
              ElementsAre("c", "f", "d", "b", "a", "e"));
}

TEST(SelectTargets, FindsTextInNameUrlAndFailureInAnyCase) {
  const Overview overview = {Up("hcm-1"), Up("hn-1"),
                             Down("hcm-2", "monitor: Timeout was reached")};
  EXPECT_THAT(Names(overview, {"HCM-1", {}}), ElementsAre("hcm-1"));
  EXPECT_THAT(Names(overview, {"hn-1.Example", {}}), ElementsAre("hn-1"));
  EXPECT_THAT(Names(overview, {"timeout", {}}), ElementsAre("hcm-2"));
  EXPECT_THAT(Names(overview, {"nowhere", {}}), IsEmpty());
}

TEST(SelectTargets, CombinesTextAndState) {
  const Overview overview = {Up("hcm-1"), Down("hcm-2", ""), Down("hn", "")};
  EXPECT_THAT(Names(overview, {"hcm", TargetState::kDown}),
              ElementsAre("hcm-2"));
  EXPECT_THAT(Names(overview, {"", TargetState::kDown}),
              ElementsAre("hcm-2", "hn"));
}

TEST(ParseTargetFilter, ReadsTheQuery) {
  EXPECT_EQ(ParseTargetFilter("/"), TargetFilter());
  EXPECT_EQ(ParseTargetFilter("/?text=&state="), TargetFilter());
  EXPECT_EQ(ParseTargetFilter("/?text=+h%26m+&state=down"),
            (TargetFilter{"h&m", TargetState::kDown}));
  EXPECT_EQ(ParseTargetFilter("/?state=asleep"), TargetFilter());
  for (const TargetState state : kTargetStates) {
    EXPECT_EQ(
        ParseTargetFilter("/?state=" + std::string(QueryName(state))).state,
        state);
  }
}

}  // namespace
}  // namespace pitel
