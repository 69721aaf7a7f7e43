#include "calls/ringing_callers.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace pitel {
namespace {

using std::chrono::seconds;
using std::chrono::sys_seconds;

// An inbound leg, ringing unless said otherwise.
struct Leg {
  std::uint64_t call_id = 0;
  std::uint64_t cid_num = 0;
  std::uint64_t b_cid_num = 0;
  int began = 0;  // seconds; -1: no usable call_time
  int age = 0;    // seconds
  CallState state = CallState::kRinging;
  std::uint32_t tenant = 0;
  bool stale = false;
  Direction direction = Direction::kInbound;
};

constexpr SteadyTime kNow{seconds(5000)};

// The first leg's call has been there for `known_for` seconds.
std::vector<RingingCaller> Find(const std::vector<Leg>& legs,
                                CallerKey key = CallerKey::kPair,
                                int known_for = 0) {
  MonitorResponse response;
  response.tenants = {"a", "b"};
  std::vector<LegTime> times;
  for (const Leg& leg : legs) {
    CallRow row;
    row.tenant = leg.tenant;
    row.state = leg.state;
    row.direction = leg.direction;
    row.call_id = leg.call_id;
    row.cid_num = leg.cid_num;
    row.b_cid_num = leg.b_cid_num;
    row.leg = response.rows.size() + 1;
    if (leg.began >= 0) {
      row.call_time = sys_seconds(seconds(1'700'000'000 + leg.began));
    }
    response.rows.push_back(row);
    times.push_back({seconds(leg.age), leg.stale});
  }
  const CallGroups groups =
      GroupLegs(response, IdentifyLegs(response, times, KeyedHash(), key));
  std::vector<SteadyTime> known_since(groups.count, kNow);
  if (!known_since.empty()) known_since.front() -= seconds(known_for);
  return FindRingingCallers(response, times, groups, known_since, kNow);
}

std::size_t Count(const std::vector<Leg>& legs,
                  CallerKey key = CallerKey::kPair) {
  return Find(legs, key).size();
}

TEST(FindRingingCallers, CountsARingGroupAsOneCaller) {
  EXPECT_EQ(Count({{1}, {1}, {1}, {1}, {1}}), 1u) << "equal call_ids";
  EXPECT_EQ(Count({{1, 7, 8}, {2, 7, 8}, {3, 7, 8}, {4, 7, 8}, {5, 7, 8}}), 1u)
      << "a call_id per phone";
}

TEST(FindRingingCallers, DistinguishesCallersByBothNumbers) {
  EXPECT_EQ(Count({{1, 7, 8}, {2, 7, 9}}), 2u);
  EXPECT_EQ(Count({{1, 7, 8}, {2, 8, 7}}), 2u);
}

TEST(FindRingingCallers, JoinsOneNumberWithinFiveSeconds) {
  EXPECT_EQ(Count({{1, 7, 0, 100}, {2, 7, 0, 105}}), 1u);
  EXPECT_EQ(Count({{1, 7, 0, 100}, {2, 7, 0, 106}}), 2u);
  EXPECT_EQ(Count({{1, 7, 0, 100}, {2, 7, 0, 105}, {3, 7, 0, 110}}), 1u)
      << "transitively";
  EXPECT_EQ(Count({{1, 7, 0, 100}, {2, 0, 7, 100}}), 2u) << "another number";
  EXPECT_EQ(Count({{1, 7, 0, -1}, {2, 7, 0, -1}}), 2u) << "no call_time";
  EXPECT_EQ(Count({{1, 7, 0, 100}, {2, 7, 8, 100}}), 2u) << "one and two";
}

TEST(FindRingingCallers, JoinsAcrossAllThreeRelations) {
  EXPECT_EQ(
      Count({{1, 7, 8}, {1, 0, 9, 100}, {2, 0, 9, 104}, {2, 5, 6}, {3, 5, 6}}),
      1u);
}

TEST(FindRingingCallers, JoinsNothingWithoutANumberOrCallId) {
  EXPECT_EQ(Count({{1}, {2}, {0}, {0}}), 4u);
}

TEST(FindRingingCallers, LeavesOutStaleOutboundAndOtherStates) {
  EXPECT_EQ(Count({{.call_id = 1, .stale = true},
                   {.call_id = 2, .direction = Direction::kOutbound},
                   {.call_id = 3, .direction = Direction::kLocal},
                   {.call_id = 4, .state = CallState::kUnknown},
                   {.call_id = 5, .state = CallState::kOncall}}),
            0u);
}

TEST(FindRingingCallers, LeavesOutCallersWhoAreBeingServed) {
  const auto oncall = CallState::kOncall;
  EXPECT_EQ(Count({{1, 7, 8}, {.call_id = 1, .state = oncall}}), 0u);
  EXPECT_EQ(Count({{1, 7, 8}, {2, 7, 8, 0, 0, oncall}}), 0u);
  EXPECT_EQ(Count({{1, 7, 8}, {1, 9, 9}, {2, 9, 9, 0, 0, oncall}}), 0u)
      << "any of the caller's keys";
  EXPECT_EQ(Count({{1, 7, 0, 100}, {2, 7, 0, 100, 0, oncall}}), 1u)
      << "one number is not enough";
  EXPECT_EQ(Count({{1, 7, 8}, {2, 7, 8, 0, 0, oncall, 1}}), 1u)
      << "another tenant's";
  EXPECT_EQ(Count({{1, 7, 8}, {.call_id = 1, .state = oncall, .stale = true}}),
            1u)
      << "a ghost serves nobody";
  EXPECT_EQ(
      Count(
          {{1, 7, 8},
           {.call_id = 1, .state = oncall, .direction = Direction::kOutbound}}),
      1u);
}

TEST(FindRingingCallers, KeepsTenantsApart) {
  const auto callers =
      Find({{1, 7, 8}, {1, 7, 8, 0, 0, CallState::kRinging, 1}});
  EXPECT_THAT(callers,
              testing::ElementsAre(RingingCaller{0, {}}, RingingCaller{1, {}}));
}

TEST(FindRingingCallers, UsesTheAgeOfTheOldestLeg) {
  EXPECT_THAT(Find({{1, 0, 0, 0, 3}, {1, 0, 0, 0, 20}, {1, 0, 0, 0, 5}}),
              testing::ElementsAre(RingingCaller{0, seconds(20)}));
}

TEST(FindRingingCallers, UsesTheAgeOfTheCallIfThatIsOlder) {
  EXPECT_THAT(Find({{1, 0, 0, 0, 3}, {2, 0, 0, 0, 4}}, CallerKey::kPair, 30),
              testing::ElementsAre(RingingCaller{0, seconds(30)},
                                   RingingCaller{0, seconds(4)}));
}

TEST(FindRingingCallers, UsesOneNumberAsTheKeyIfConfigured) {
  const std::vector<Leg> legs = {{1, 7, 8, 100}, {2, 7, 9, 200}};
  EXPECT_EQ(Count(legs, CallerKey::kCidNum), 1u);
  EXPECT_EQ(Count(legs, CallerKey::kBCidNum), 2u);
  EXPECT_EQ(Count({{1, 7, 9}, {2, 8, 9}}, CallerKey::kBCidNum), 1u);
  EXPECT_EQ(Count({{1, 7, 9}, {2, 7, 9}}, CallerKey::kCallId), 2u);
  EXPECT_EQ(Count({{1, 7, 9}, {1, 8, 8}}, CallerKey::kCallId), 1u);
}

}  // namespace
}  // namespace pitel
