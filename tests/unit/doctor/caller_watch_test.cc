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

// A phone that rings without state and direction.
RowFields Undirected(const char* extension, const char* call) {
  return InCall(extension, call, "",
                {{"cid_num", "0900000001"}, {"b_cid_num", extension}});
}

TEST_F(CallerWatchTest, SeesPhonesWithoutStateAndDirectionOnceOneIsInbound) {
  polls_.Poll(
      {Undirected("101", "a"), Undirected("102", "b"), Undirected("103", "b")});
  polls_.Poll({});
  polls_.Poll({});
  EXPECT_EQ(sharing(), CallIdSharing());
  EXPECT_EQ(numbers().without_direction, 3u);
  EXPECT_EQ(numbers().cid_num.groups, 0u);
  RowFields answered = Undirected("103", "b");
  answered["call_state"] = "ACTIVE";
  answered["direction"] = "inbound";
  polls_.Poll({answered});
  polls_.Poll({answered});
  EXPECT_EQ(sharing(), (CallIdSharing{1, 0}));
  EXPECT_EQ(numbers().cid_num.groups, 1u);
}

// Calls of a dialler, for example, begin together and show the same hotline.
TEST_F(CallerWatchTest, LearnsNothingFromPhonesThatTurnOutToCall) {
  RowFields first = Undirected("101", "a");
  RowFields second = Undirected("102", "b");
  polls_.Poll({first, second});
  first["direction"] = "outbound";
  polls_.Poll({first, second});
  second["direction"] = "inbound";
  polls_.Poll({second});
  EXPECT_EQ(sharing(), CallIdSharing());
  EXPECT_EQ(numbers().cid_num.groups, 0u);
}

TEST_F(CallerWatchTest, ForgetsPhonesThatWereNeverKnownToBeInbound) {
  polls_.Poll({Undirected("101", "a"), Undirected("102", "b")});
  for (int i = 0; i < 3; ++i) polls_.Poll({});
  RowFields answered = Undirected("101", "a");
  answered["direction"] = "inbound";
  polls_.Poll({answered});
  EXPECT_EQ(sharing(), CallIdSharing());
  EXPECT_EQ(numbers().cid_num.groups, 0u);
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

TEST_F(CallerWatchTest, CountsACallerOfOnePhoneAfterAnotherOnce) {
  for (int i = 0; i < 5; ++i) {
    const std::string caller = "090000001" + std::to_string(i);
    for (const char* phone : {"1", "2", "3"}) {
      polls_.Poll({Ringing(phone, caller + "-" + phone, caller)});
      polls_.Poll({});
    }
  }
  EXPECT_EQ(numbers().calls, 15u);
  EXPECT_EQ(numbers().cid_num, (NumberUse{15, 4, 4, 0, 0}));
  EXPECT_EQ(numbers().b_cid_num, (NumberUse{15, 4, 0, 0, 0}));
}

TEST_F(CallerWatchTest, CountsACallerWhoCallsAgainLater) {
  polls_.Poll({Ringing("1", "a", "0900000001")});
  for (int i = 0; i < 3; ++i) polls_.Poll({});
  polls_.Poll({Ringing("1", "b", "0900000001")});
  EXPECT_EQ(numbers().cid_num, (NumberUse{2, 1, 0, 0, 0}));
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
