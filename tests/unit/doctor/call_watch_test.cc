#include "doctor/call_watch.h"

#include <gtest/gtest.h>

#include "scripted_polls.h"

namespace pitel {
namespace {

TEST(CallWatch, SeesEmptyStatesTurnIntoTalking) {
  ScriptedPolls polls;
  polls.Poll({InCall("1", "a", ""), InCall("2", "b", "")});
  polls.Poll({InCall("1", "a", ""), InCall("2", "b", "RINGING")});
  polls.Poll({InCall("1", "a", "ONCALL")});
  const EmptyCalls& empty = polls.seen().empty_states.all;
  EXPECT_EQ(empty.calls, 2u);
  EXPECT_EQ(empty.later_talking, 1u);
  EXPECT_EQ(empty.later_ringing, 1u);
  EXPECT_EQ(empty.after_talking, 0u);
}

TEST(CallWatch, CountsATalkAtAnotherPhoneUnderTheSameCallId) {
  ScriptedPolls polls;
  polls.Poll({InCall("1", "a", ""), InCall("2", "a", "")});
  polls.Poll({InCall("2", "a", "ONCALL")});
  EXPECT_EQ(polls.seen().empty_states.all.calls, 1u);
  EXPECT_EQ(polls.seen().empty_states.all.later_talking, 1u);
}

TEST(CallWatch, CountsACallThatRingsAndThenTalksOnce) {
  ScriptedPolls polls;
  for (const char* state : {"", "RINGING", "", "RINGING", "ONCALL"}) {
    polls.Poll({InCall("1", "a", state), InCall("2", "b", "")});
  }
  EXPECT_EQ(polls.seen().empty_states.all, (EmptyCalls{2, 1, 1, 1, 0, 0}));
}

TEST(CallWatch, TellsEmptyStatesAfterATalk) {
  ScriptedPolls polls;
  polls.Poll({InCall("1", "a", "ONCALL")});
  polls.Poll({InCall("1", "a", "")});
  polls.Poll({InCall("1", "a", "ONCALL")});
  const EmptyCalls& empty = polls.seen().empty_states.all;
  EXPECT_EQ(empty.calls, 1u);
  EXPECT_EQ(empty.after_talking, 1u);
  EXPECT_EQ(empty.later_talking, 0u);
}

TEST(CallWatch, CountsCallsThatEndWithoutAnotherState) {
  ScriptedPolls polls;
  polls.Poll({InCall("1", "a", "")});
  for (int i = 0; i < 3; ++i) polls.Poll({});
  EXPECT_EQ(polls.seen().empty_states.all.gone, 1u);
}

TEST(CallWatch, TellsEmptyCallsWithoutADirection) {
  ScriptedPolls polls;
  const auto rows = [](const char* state, const char* later) {
    return std::vector<RowFields>{
        InCall("1", "a", state, {{"direction", "inbound"}}),
        InCall("2", "b", state, {{"direction", later}}),
        InCall("3", "c", state, {{"direction", "inbound"}}),
        InCall("4", "c", state, {{"direction", later}}),
        InCall("5", "d", state, {{"direction", "sideways"}}),
    };
  };
  polls.Poll(rows("", ""));
  polls.Poll(rows("ONCALL", "inbound"));
  EXPECT_EQ(polls.seen().empty_states.all, (EmptyCalls{4, 0, 4, 4, 0, 0}));
  EXPECT_EQ(polls.seen().empty_states.without_direction,
            (EmptyCalls{3, 0, 3, 3, 0, 0}));
}

TEST(CallWatch, TellsWhatCallTimeDoesAtTheAnswer) {
  ScriptedPolls polls;
  const std::string first = polls.LocalTime(std::chrono::seconds(-3));
  const std::string later = polls.LocalTime(std::chrono::seconds(6));
  const auto rows = [&](const char* state, const std::string& moved,
                        const std::string& stated) {
    return std::vector<RowFields>{
        InCall("1", "a", state, {{"call_time", first}}),
        InCall("2", "b", state, {{"call_time", moved}}),
        InCall("3", "c", state, {{"call_time", stated}}),
    };
  };
  polls.Poll(rows("RINGING", first, ""));
  polls.Poll(rows("ONCALL", later, later));
  polls.Poll(rows("HELD", first, first));
  EXPECT_EQ(polls.seen().call_times.kept_at_answer, 1u);
  EXPECT_EQ(polls.seen().call_times.moved_at_answer, 1u);
  EXPECT_EQ(polls.seen().call_times.stated_at_answer, 1u);
}

TEST(CallWatch, TakesOffsetsOfNewLegsOnly) {
  ScriptedPolls polls;
  const RowFields old =
      InCall("1", "a", "ONCALL", {{"call_time", "2024-05-06 08:00:00"}});
  polls.Poll({old});
  const RowFields fresh =
      InCall("2", "b", "RINGING",
             {{"call_time", polls.LocalTime(std::chrono::seconds(-4))}});
  polls.Poll({old, fresh});
  polls.Poll({old, fresh});
  const CallTimes& times = polls.seen().call_times;
  EXPECT_EQ(times.usable, 2u);
  EXPECT_EQ(times.offsets.size(), 1u);
  EXPECT_EQ(times.offsets.Median(), -4);
}

TEST(CallWatch, TakesNoOffsetAfterAFailedPoll) {
  ScriptedPolls polls;
  polls.Poll({});
  polls.observer.Failed({});
  polls.Poll(
      {InCall("1", "a", "ONCALL", {{"call_time", "2024-05-06 08:00:00"}})});
  EXPECT_TRUE(polls.seen().call_times.offsets.empty());
}

TEST(CallWatch, ComparesWithTheClockOfTheApi) {
  ScriptedPolls polls;
  polls.clock_skew = -100;
  polls.Poll({});
  polls.Poll(
      {InCall("1", "a", "RINGING",
              {{"call_time", polls.LocalTime(std::chrono::seconds(-103))}})});
  EXPECT_EQ(polls.seen().call_times.offsets.Median(), -3);
}

}  // namespace
}  // namespace pitel
