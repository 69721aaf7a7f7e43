#include "endpoint/absence.h"

#include <gtest/gtest.h>

namespace pitel {
namespace {

using namespace std::chrono_literals;

TEST(PollsUntilGone, CoverTheGrace) {
  EXPECT_EQ(PollsUntilGone(30s, 10s), 3);
  EXPECT_EQ(PollsUntilGone(31s, 10s), 4);
  EXPECT_EQ(PollsUntilGone(30s, 7s), 5);
}

TEST(PollsUntilGone, AreAtLeastOne) {
  EXPECT_EQ(PollsUntilGone(0s, 10s), 1);
  EXPECT_EQ(PollsUntilGone(1s, 10s), 1);
}

}  // namespace
}  // namespace pitel
