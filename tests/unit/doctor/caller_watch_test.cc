#include "doctor/caller_watch.h"

#include <gtest/gtest.h>

#include "scripted_polls.h"

namespace pitel {
namespace {

class CallerWatchTest : public ::testing::Test {
 protected:
  CallerWatchTest() { polls_.Poll({}); }

  const CallIdSharing& sharing() const { return polls_.seen().sharing; }
  const CallerNumbers& numbers() const { return polls_.seen().numbers; }

  ScriptedPolls polls_;
};

TEST_F(CallerWatchTest, SeesPhonesThatShareACallId) {
  polls_.Poll({Ringing("1", "a", "0900000001"), Ringing("2", "a", "0900000001"),
               Ringing("3", "b", "0900000002")});
  polls_.Poll(
      {Ringing("1", "a", "0900000001"), Ringing("2", "a", "0900000001")});
  EXPECT_EQ(sharing(), (CallIdSharing{1, 0}));
}

TEST_F(CallerWatchTest, SeesACallIdPerPhone) {
  polls_.Poll({Ringing("1", "a", "0900000001"), Ringing("2", "b", "0900000001"),
               Ringing("3", "c", "0900000001")});
  polls_.Poll(
      {Ringing("1", "a", "0900000001"), Ringing("2", "b", "0900000001")});
  EXPECT_EQ(sharing(), (CallIdSharing{0, 1}));
}

TEST_F(CallerWatchTest, TakesDevicesOfOnePhoneForNoGroup) {
  polls_.Poll({Ringing("1", "a", "0900000001"), Ringing("1", "b", "0900000001"),
               Ringing("2", "c", "0900000002"),
               Ringing("2", "c", "0900000002")});
  EXPECT_EQ(sharing(), CallIdSharing());
}

TEST_F(CallerWatchTest, SeesPhonesWithoutStateAndDirection) {
  const auto phone = [](const char* extension, const char* call) {
    return InCall(extension, call, "",
                  {{"cid_num", "0900000001"}, {"b_cid_num", extension}});
  };
  polls_.Poll({phone("101", "a"), phone("102", "b")});
  EXPECT_EQ(sharing(), (CallIdSharing{0, 1}));
  EXPECT_EQ(numbers().without_direction, 2u);
  EXPECT_EQ(numbers().cid_num.groups, 1u);
}

TEST_F(CallerWatchTest, SeesWhichNumberVaries) {
  for (int i = 0; i < 5; ++i) {
    const std::string caller = "090000001" + std::to_string(i);
    polls_.Poll({Ringing("1", "call " + caller, caller)});
  }
  EXPECT_EQ(numbers().calls, 5u);
  EXPECT_EQ(numbers().cid_num, (NumberUse{5, 4, 4, 0, 0}));
  EXPECT_EQ(numbers().b_cid_num, (NumberUse{5, 4, 0, 0, 0}));
}

TEST_F(CallerWatchTest, SeesANumberThatDiffersBetweenThePhonesOfACaller) {
  RowFields first = Ringing("1", "a", "0900000001");
  RowFields second = Ringing("2", "b", "0900000001");
  second["b_cid_num"] = "1900000002";
  polls_.Poll({first, second});
  EXPECT_EQ(numbers().cid_num.groups, 1u);
  EXPECT_EQ(numbers().cid_num.other_differs, 1u);
}

// It may be an outbound call, whose numbers say nothing about callers.
TEST_F(CallerWatchTest, CountsNumbersOnceTheCallIsKnownToBeInbound) {
  RowFields a = Ringing("1", "a", "0900000001", {{"direction", ""}});
  RowFields b = Ringing("2", "b", "0900000002", {{"direction", ""}});
  polls_.Poll({a, b});
  EXPECT_EQ(numbers().calls, 0u);
  a["direction"] = "inbound";
  b["direction"] = "outbound";
  polls_.Poll({a, b});
  polls_.Poll({a, b});
  EXPECT_EQ(numbers().calls, 1u);
}

TEST_F(CallerWatchTest, LeavesColleaguesOut) {
  RowFields call = Ringing("101", "a", "102");
  call["b_cid_num"] = "101";
  polls_.Poll({call, Phone("102")});
  EXPECT_EQ(numbers().calls, 0u);
  EXPECT_EQ(numbers().from_colleagues, 1u);
}

TEST_F(CallerWatchTest, CountsCallsWithoutANumberAndWithEqualOnes) {
  RowFields hidden = Ringing("1", "a", "anonymous");
  hidden["b_cid_num"] = "";
  RowFields equal = Ringing("2", "b", "0900000001");
  equal["b_cid_num"] = "84900000001";
  polls_.Poll({hidden, equal});
  EXPECT_EQ(numbers().without_number, 1u);
  EXPECT_EQ(numbers().equal_numbers, 1u);
}

TEST_F(CallerWatchTest, IgnoresOutboundAndLocalCalls) {
  RowFields outbound = Ringing("1", "a", "0900000001");
  outbound["direction"] = "outbound";
  RowFields local = Ringing("2", "a", "0900000001");
  local["direction"] = "local";
  polls_.Poll({outbound, local});
  EXPECT_EQ(numbers().calls, 0u);
  EXPECT_EQ(sharing(), CallIdSharing());
}

}  // namespace
}  // namespace pitel
