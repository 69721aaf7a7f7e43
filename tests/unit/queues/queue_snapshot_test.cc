#include "queues/queue_snapshot.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace pitel {
namespace {

using std::chrono::seconds;
using ::testing::ElementsAre;
using Queue = QueueSnapshot::Queue;

QueueRow RowIn(QueueState state) {
  QueueRow row;
  row.state = state;
  return row;
}

TEST(QueueSnapshot, CountsThoseWhoWait) {
  QueueResponse response;
  for (const auto state :
       {QueueState::kWaiting, QueueState::kAnswered, QueueState::kWaiting,
        QueueState::kAbandoned, QueueState::kUnknown, QueueState::kWaiting}) {
    response.rows.push_back(RowIn(state));
  }
  FoldedLabels labels;
  labels.pairs = {{"t", "a"}, {"t", "b"}, {"t", "c"}};
  labels.pair_of_row = {0, 0, 0, 1, 1, 2};
  const auto snapshot = CountWaiting(
      response, labels,
      {seconds(3), seconds(0), seconds(7), seconds(0), seconds(0), seconds(1)},
      "t");
  EXPECT_THAT(snapshot.queues, ElementsAre(Queue{{"t", "a"}, 2, seconds(7)},
                                           Queue{{"t", "b"}, 0, seconds(0)},
                                           Queue{{"t", "c"}, 1, seconds(1)}));
  EXPECT_EQ(snapshot.waiting(), 3u);
}

TEST(QueueSnapshot, HasOnlyTheQueuesOfTheTenant) {
  FoldedLabels labels;
  labels.pairs = {{"t", "a"}, {"unknown", "a"}};
  EXPECT_THAT(CountWaiting({}, labels, {}, "t").queues,
              ElementsAre(Queue{{"t", "a"}, 0, {}}));
  labels.pairs = {{"_other", "a"}, {"t", "a"}};
  labels.pair_of_row = {0};
  const QueueResponse response{{RowIn(QueueState::kWaiting)}, {"a"}};
  EXPECT_THAT(CountWaiting(response, labels, {seconds(2)}, "_other").queues,
              ElementsAre(Queue{{"_other", "a"}, 1, seconds(2)}));
}

}  // namespace
}  // namespace pitel
