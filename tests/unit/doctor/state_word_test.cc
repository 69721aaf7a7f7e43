#include "doctor/state_word.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace pitel {
namespace {

TEST(StateWord, IsFoundInAnyCase) {
  EXPECT_EQ(kStateWords[StateWordOf("RINGING")], "RINGING");
  EXPECT_EQ(kStateWords[StateWordOf("ring_wait")], "RING_WAIT");
  EXPECT_EQ(kStateWords[StateWordOf("cs_execute")], "CS_EXECUTE");
}

TEST(StateWord, IsOtherForAnyOtherText) {
  EXPECT_EQ(StateWordOf(""), kEmptyState);
  EXPECT_EQ(StateWordOf("Nguyen Van A"), kOtherState);
  EXPECT_EQ(StateWordOf("RINGING "), kOtherState);
}

TEST(StateWord, HasWordsInOrder) {
  EXPECT_TRUE(std::is_sorted(std::begin(kStateWords), std::end(kStateWords)));
}

}  // namespace
}  // namespace pitel
