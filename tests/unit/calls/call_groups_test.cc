#include "calls/call_groups.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace pitel {
namespace {

using std::chrono::seconds;
using std::chrono::sys_seconds;
using testing::ElementsAre;

constexpr std::uint32_t kNone = CallGroups::kNone;

struct Leg {
  std::uint64_t call_id = 0;
  std::uint64_t cid_num = 0;
  std::uint64_t b_cid_num = 0;
  CallState state = CallState::kRinging;
  Direction direction = Direction::kInbound;
  std::uint64_t phone = 0;  // 0: no call_time either
};

std::vector<std::uint32_t> Group(const std::vector<Leg>& legs) {
  MonitorResponse response;
  response.tenants = {"t"};
  for (const Leg& leg : legs) {
    CallRow row;
    row.call_id = leg.call_id;
    row.cid_num = leg.cid_num;
    row.b_cid_num = leg.b_cid_num;
    row.state = leg.state;
    row.direction = leg.direction;
    row.leg = leg.phone;
    if (leg.phone != 0) row.call_time = sys_seconds(seconds(1'700'000'000));
    response.rows.push_back(row);
  }
  const std::vector<LegTime> times(response.rows.size());
  return GroupLegs(response,
                   IdentifyLegs(response, times, KeyedHash(), CallerKey::kPair))
      .of_row;
}

TEST(GroupLegs, JoinsLegsOfOneCallId) {
  const auto out = Direction::kOutbound;
  EXPECT_THAT(Group({{1},
                     {2},
                     {1, 0, 0, CallState::kOncall, out},
                     {1, 0, 0, CallState::kUnknown}}),
              ElementsAre(0, 1, 0, 0));
}

TEST(GroupLegs, LeavesIdlePhonesOut) {
  EXPECT_THAT(Group({{0, 0, 0, CallState::kIdle}, {1}}), ElementsAre(kNone, 0));
}

TEST(GroupLegs, JoinsAPhoneThatRingsForSomebodyWhoTalks) {
  EXPECT_THAT(Group({{1, 7, 8, CallState::kOncall}, {2, 7, 8}}),
              ElementsAre(0, 0))
      << "a transfer";
}

TEST(GroupLegs, SeparatesCallsOfTheSameNumbersWhileAllTalk) {
  EXPECT_THAT(
      Group({{1, 7, 8, CallState::kOncall}, {2, 7, 8, CallState::kOncall}}),
      ElementsAre(0, 1));
}

TEST(GroupLegs, TreatsALegWithoutAnythingAsACall) {
  EXPECT_THAT(Group({{}, {}}), ElementsAre(0, 1));
}

TEST(GroupLegs, JoinsNothingByPhoneAndTime) {
  const Leg phone{.phone = 1};
  EXPECT_THAT(Group({phone, phone}), ElementsAre(0, 1));
}

}  // namespace
}  // namespace pitel
