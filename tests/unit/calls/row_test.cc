#include "calls/row.h"

#include <gtest/gtest.h>

namespace pitel {
namespace {

CallState Parse(std::string_view call_state, bool has_call_id,
                CallState empty_state = CallState::kUnknown) {
  return ParseCallState(call_state, has_call_id, empty_state);
}

TEST(ParseCallState, KnowsStatesThatRingInAnyCase) {
  for (const char* state : {"RINGING", "early", "Ring_Wait", "DIALING"}) {
    EXPECT_EQ(Parse(state, false), CallState::kRinging) << state;
  }
}

TEST(ParseCallState, KnowsStatesThatTalkInAnyCase) {
  for (const char* state : {"oncall", "ACTIVE", "Held", "UNHELD"}) {
    EXPECT_EQ(Parse(state, true), CallState::kOncall) << state;
  }
}

TEST(ParseCallState, DependsOnTheCallIdOtherwise) {
  EXPECT_EQ(Parse("", false), CallState::kIdle);
  EXPECT_EQ(Parse("DOWN", false), CallState::kIdle);
  EXPECT_EQ(Parse("", true), CallState::kUnknown);
  EXPECT_EQ(Parse("DOWN", true), CallState::kUnknown);
}

TEST(ParseCallState, ReadsNoStateAsConfigured) {
  EXPECT_EQ(Parse("", true, CallState::kRinging), CallState::kRinging);
  EXPECT_EQ(Parse("", false, CallState::kRinging), CallState::kIdle);
  EXPECT_EQ(Parse("DOWN", true, CallState::kRinging), CallState::kUnknown);
}

TEST(ParseDirection, KnowsThreeInAnyCase) {
  EXPECT_EQ(ParseDirection("Inbound"), Direction::kInbound);
  EXPECT_EQ(ParseDirection("outbound"), Direction::kOutbound);
  EXPECT_EQ(ParseDirection("LOCAL"), Direction::kLocal);
  EXPECT_EQ(ParseDirection("1"), Direction::kUnknown);
  EXPECT_EQ(ParseDirection(""), Direction::kUnknown);
}

// A million rows are 64 MB.
TEST(CallRow, IsSmall) { EXPECT_LE(sizeof(CallRow), 64u); }

}  // namespace
}  // namespace pitel
