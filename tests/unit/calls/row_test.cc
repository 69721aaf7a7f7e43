#include "calls/row.h"

#include <gtest/gtest.h>

namespace pitel {
namespace {

TEST(ParseCallState, KnowsRingingAndOncallInAnyCase) {
  EXPECT_EQ(ParseCallState("RINGING", false), CallState::kRinging);
  EXPECT_EQ(ParseCallState("oncall", true), CallState::kOncall);
}

TEST(ParseCallState, DependsOnTheCallIdOtherwise) {
  EXPECT_EQ(ParseCallState("", false), CallState::kIdle);
  EXPECT_EQ(ParseCallState("HELD", false), CallState::kIdle);
  EXPECT_EQ(ParseCallState("", true), CallState::kUnknown);
  EXPECT_EQ(ParseCallState("HELD", true), CallState::kUnknown);
}

TEST(ParseDirection, KnowsThreeInAnyCase) {
  EXPECT_EQ(ParseDirection("Inbound"), Direction::kInbound);
  EXPECT_EQ(ParseDirection("outbound"), Direction::kOutbound);
  EXPECT_EQ(ParseDirection("LOCAL"), Direction::kLocal);
  EXPECT_EQ(ParseDirection("1"), Direction::kUnknown);
  EXPECT_EQ(ParseDirection(""), Direction::kUnknown);
}

// A million rows are 72 MB.
TEST(CallRow, IsSmall) { EXPECT_LE(sizeof(CallRow), 64u); }

}  // namespace
}  // namespace pitel
