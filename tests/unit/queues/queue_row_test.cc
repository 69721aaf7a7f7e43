#include "queues/queue_row.h"

#include <gtest/gtest.h>

namespace pitel {
namespace {

constexpr WallTime kTime{std::chrono::seconds(1'700'000'000)};

TEST(QueueRow, HasTheStateOfItsStatusInAnyCase) {
  QueueRow row;
  row.abandoned = kTime;  // the status beats the times
  for (const char* status : {"Waiting", "waiting", "Trying", "TRYING"}) {
    EXPECT_EQ(StateOf(status, row), QueueState::kWaiting) << status;
  }
  EXPECT_EQ(StateOf("Answered", row), QueueState::kAnswered);
  EXPECT_EQ(StateOf("aBANDONED", QueueRow()), QueueState::kAbandoned);
}

TEST(QueueRow, HasTheStateOfItsTimesForAnyOtherStatus) {
  QueueRow row;
  EXPECT_EQ(StateOf("", row), QueueState::kUnknown);
  EXPECT_EQ(StateOf("Ringing", row), QueueState::kUnknown);
  row.joined = kTime;
  EXPECT_EQ(StateOf("", row), QueueState::kWaiting);
  row.bridged = kTime;
  EXPECT_EQ(StateOf("5", row), QueueState::kAnswered);
  row.abandoned = kTime;
  EXPECT_EQ(StateOf("new", row), QueueState::kAbandoned);
}

TEST(QueueRow, JoinedLastWhenItRejoined) {
  QueueRow row;
  EXPECT_EQ(LastJoined(row), kNoInstant);
  row.joined = kTime;
  EXPECT_EQ(LastJoined(row), kTime);
  row.rejoined = kTime + std::chrono::seconds(1);
  EXPECT_EQ(LastJoined(row), row.rejoined);
  row.abandoned = kTime + std::chrono::seconds(2);
  EXPECT_EQ(LastInstant(row), row.abandoned);
}

}  // namespace
}  // namespace pitel
