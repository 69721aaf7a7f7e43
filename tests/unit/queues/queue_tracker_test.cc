#include "queues/queue_tracker.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace pitel {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::nanoseconds;
using std::chrono::seconds;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr SteadyTime kSteady{hours(100)};
constexpr WallTime kWall{seconds(1'714'960'800)};

// A polled target with one queue. Times are seconds since its start.
class QueueTrackerTest : public testing::Test {
 protected:
  static QueueRow Row(std::uint64_t caller, QueueState state, int joined) {
    QueueRow row;
    row.caller = caller;
    row.state = state;
    row.joined = kWall + seconds(joined);
    return row;
  }
  static QueueRow Waiting(std::uint64_t caller, int joined) {
    return Row(caller, QueueState::kWaiting, joined);
  }
  static QueueRow Answered(std::uint64_t caller, int joined, int bridged) {
    QueueRow row = Row(caller, QueueState::kAnswered, joined);
    row.bridged = kWall + seconds(bridged);
    return row;
  }
  static QueueRow Abandoned(std::uint64_t caller, int joined, int abandoned) {
    QueueRow row = Row(caller, QueueState::kAbandoned, joined);
    row.abandoned = kWall + seconds(abandoned);
    return row;
  }

  std::vector<nanoseconds> Poll(int time, std::vector<QueueRow> rows,
                                std::optional<double> skew = std::nullopt) {
    std::sort(rows.begin(), rows.end(),
              [](const auto& a, const auto& b) { return a.caller < b.caller; });
    FoldedLabels labels;
    labels.pairs = {{"t", "q"}};
    labels.pair_of_row.assign(rows.size(), 0);
    return tracker_.Update(
        rules_, {rows, {"q"}}, labels,
        {{kSteady + seconds(time), kWall + seconds(time)}, skew});
  }

  const QueueCounts& counts() const {
    return tracker_.totals()[tracker_.totals().ids().at({"t", "q"})];
  }
  // joined, answered, abandoned, lost
  std::vector<std::uint64_t> numbers() const {
    return {counts().joined, counts().answered, counts().abandoned,
            counts().lost};
  }

  QueueRules rules_;
  QueueTracker tracker_;
};

TEST_F(QueueTrackerTest, CountsEachStepOfACallerOnce) {
  Poll(0, {});
  EXPECT_THAT(numbers(), ElementsAre(0, 0, 0, 0)) << "from the first row on";
  for (const int time : {10, 20}) Poll(time, {Waiting(1, 4)});
  EXPECT_THAT(numbers(), ElementsAre(1, 0, 0, 0));
  for (const int time : {30, 40}) Poll(time, {Answered(1, 4, 25)});
  EXPECT_THAT(numbers(), ElementsAre(1, 1, 0, 0));
  for (int time = 50; time < 200; time += 10) Poll(time, {});
  EXPECT_THAT(numbers(), ElementsAre(1, 1, 0, 0));
  EXPECT_EQ(counts().answered_wait.sum, 21);
  EXPECT_EQ(counts().abandoned_wait.sum, 0);
  EXPECT_EQ(counts().open_callers, 0u);
}

TEST_F(QueueTrackerTest, CountsACallerThatWasNeverSeenWaiting) {
  Poll(0, {});
  Poll(10, {Answered(1, 2, 8), Abandoned(2, 1, 4)});
  EXPECT_THAT(numbers(), ElementsAre(2, 1, 1, 0));
  EXPECT_EQ(counts().answered_wait.sum, 6);
  EXPECT_EQ(counts().abandoned_wait.sum, 3);
}

TEST_F(QueueTrackerTest, OnlyKnowsWhatTheFirstResponseShows) {
  Poll(0, {Waiting(1, -5), Answered(2, -90, -50), Abandoned(3, -70, -30),
           Waiting(4, -20)});
  EXPECT_THAT(numbers(), ElementsAre(0, 0, 0, 0));
  Poll(10, {Answered(1, -5, 7), Answered(2, -90, -50), Abandoned(3, -70, -30),
            Abandoned(4, -20, 3)});
  EXPECT_THAT(numbers(), ElementsAre(0, 1, 1, 0))
      << "what happened since then counts";
  EXPECT_EQ(counts().answered_wait.sum, 12);
}

TEST_F(QueueTrackerTest, LosesACallerThatIsGoneForTheGrace) {
  Poll(0, {});
  Poll(10, {Waiting(1, 5)});
  Poll(20, {});
  Poll(30, {});
  EXPECT_THAT(numbers(), ElementsAre(1, 0, 0, 0));
  Poll(40, {});
  EXPECT_THAT(numbers(), ElementsAre(1, 0, 0, 1));
  for (int time = 50; time < 100; time += 10) Poll(time, {});
  EXPECT_THAT(numbers(), ElementsAre(1, 0, 0, 1));
}

TEST_F(QueueTrackerTest, ClosesACallerInAnUnknownStateThatIsGoneForTheGrace) {
  Poll(0, {});
  Poll(10, {Row(1, QueueState::kUnknown, 5)});
  for (const int time : {20, 30}) Poll(time, {});
  EXPECT_EQ(counts().open_callers, 1u);
  Poll(40, {});
  EXPECT_EQ(counts().open_callers, 0u);
  EXPECT_THAT(numbers(), ElementsAre(0, 0, 0, 0));
}

TEST_F(QueueTrackerTest, LosesACallerThatIsFirstMissedAfterADay) {
  Poll(0, {});
  Poll(10, {Waiting(1, 5)});
  Poll(11 + 24 * 3600, {});
  EXPECT_THAT(tracker_.callers(), IsEmpty());
  EXPECT_THAT(numbers(), ElementsAre(1, 0, 0, 1));
}

TEST_F(QueueTrackerTest, DoesNotLoseACallerThatComesBack) {
  Poll(0, {});
  for (const int time : {10, 40, 70}) {
    Poll(time, {Waiting(1, 5)});
    Poll(time + 10, {});
    Poll(time + 20, {});
  }
  Poll(100, {Answered(1, 5, 95)});
  EXPECT_THAT(numbers(), ElementsAre(1, 1, 0, 0));
}

TEST_F(QueueTrackerTest, CountsNothingMoreOfALostCallerThatComesBack) {
  Poll(0, {});
  Poll(10, {Waiting(1, 5)});
  for (const int time : {20, 30, 40, 50}) Poll(time, {});
  EXPECT_THAT(Poll(60, {Waiting(1, 5)}), ElementsAre(seconds(55)));
  Poll(70, {Answered(1, 5, 65)});
  EXPECT_THAT(numbers(), ElementsAre(1, 0, 0, 1));
}

TEST_F(QueueTrackerTest, RecognisesAnAbandonedCallerForADay) {
  Poll(0, {});
  Poll(10, {Abandoned(1, 2, 8)});
  Poll(20, {});
  const int day = 24 * 3600;
  Poll(10 + day, {Abandoned(1, 2, 8)});
  EXPECT_THAT(numbers(), ElementsAre(1, 0, 1, 0));
  Poll(20 + day, {});
  Poll(20 + 2 * day, {});
  EXPECT_THAT(tracker_.callers(), IsEmpty());
  Poll(30 + 2 * day, {Abandoned(1, 2, 8)});
  EXPECT_THAT(numbers(), ElementsAre(1, 0, 1, 0))
      << "older than what is remembered";
}

TEST_F(QueueTrackerTest, CountsACallerThatRejoinsOnce) {
  Poll(0, {});
  Poll(10, {Abandoned(1, 2, 8)});
  QueueRow rejoined = Waiting(1, 2);
  rejoined.abandoned = kWall + seconds(8);
  rejoined.rejoined = kWall + seconds(18);
  EXPECT_THAT(Poll(20, {rejoined}), ElementsAre(seconds(2)));
  EXPECT_THAT(Poll(40, {rejoined}), ElementsAre(seconds(22)));
  Poll(50, {Answered(1, 2, 45)});
  EXPECT_THAT(numbers(), ElementsAre(1, 0, 1, 0));
}

TEST_F(QueueTrackerTest, CountsACallerThatLeftBeforeTheStartAndRejoinsAfter) {
  Poll(0, {Abandoned(1, -60, -10)});
  QueueRow rejoined = Waiting(1, -60);
  rejoined.abandoned = kWall + seconds(-10);
  rejoined.rejoined = kWall + seconds(30);
  EXPECT_THAT(Poll(40, {rejoined}), ElementsAre(seconds(10)));
  EXPECT_THAT(numbers(), ElementsAre(1, 0, 0, 0));
  EXPECT_EQ(counts().open_callers, 1u);
  QueueRow answered = Answered(1, -60, 61);
  answered.rejoined = rejoined.rejoined;
  Poll(70, {answered});
  EXPECT_THAT(numbers(), ElementsAre(1, 1, 0, 0));
  EXPECT_EQ(counts().answered_wait.sum, 31) << "since it rejoined";
  EXPECT_EQ(counts().open_callers, 0u);
  rejoined.rejoined = kWall + seconds(75);
  Poll(80, {rejoined});
  EXPECT_THAT(numbers(), ElementsAre(1, 1, 0, 0)) << "it has counted";
}

TEST_F(QueueTrackerTest, DoesNotCountACallerThatRejoinedBeforeTheStart) {
  Poll(0, {Abandoned(1, -60, -10)});
  QueueRow rejoined = Waiting(1, -60);
  rejoined.rejoined = kWall + seconds(-5);
  Poll(10, {rejoined});
  Poll(20, {Answered(1, -60, 15)});
  EXPECT_THAT(numbers(), ElementsAre(0, 0, 0, 0));
}

TEST_F(QueueTrackerTest, StartsTheWaitAnewWhenItRejoinsUnseen) {
  Poll(0, {});
  Poll(10, {Waiting(1, 2)});
  QueueRow rejoined = Waiting(1, 2);
  rejoined.rejoined = kWall + seconds(75);
  EXPECT_THAT(Poll(80, {rejoined}), ElementsAre(seconds(5)));
}

TEST_F(QueueTrackerTest, TakesTheClockSkewOffTheWait) {
  Poll(0, {});
  EXPECT_THAT(Poll(10, {Waiting(1, 305)}, 300), ElementsAre(seconds(5)));
  EXPECT_THAT(Poll(10, {Waiting(2, -300)}, -301), ElementsAre(seconds(10)))
      << "a Date of whole seconds says so of a clock 300 s behind";
  for (const double rounded : {-1.0, -0.5, 0.0}) {
    EXPECT_THAT(Poll(10, {Waiting(3, 5)}, rounded), ElementsAre(seconds(5)))
        << rounded;
  }
  EXPECT_THAT(Poll(10, {Waiting(4, 5)}, 1e300).size(), 1u);
}

TEST_F(QueueTrackerTest, MeasuresAWaitAtLeastSinceItWasFirstSeen) {
  Poll(0, {});
  QueueRow unknown = Waiting(1, 0);
  unknown.joined = kNoInstant;
  Poll(10, {unknown, Waiting(2, 500)});
  EXPECT_THAT(Poll(40, {unknown, Waiting(2, 500)}),
              ElementsAre(seconds(30), seconds(30)));
  QueueRow nobody = unknown;
  nobody.caller = 0;
  EXPECT_THAT(Poll(50, {nobody}), ElementsAre(seconds(0)));
}

TEST_F(QueueTrackerTest, ChangesNothingForAnUnknownState) {
  Poll(0, {});
  Poll(10, {Row(1, QueueState::kUnknown, 5), Waiting(2, 5)});
  EXPECT_THAT(numbers(), ElementsAre(1, 0, 0, 0));
  Poll(20, {Waiting(1, 5), Row(2, QueueState::kUnknown, 5)});
  EXPECT_THAT(numbers(), ElementsAre(2, 0, 0, 0));
  EXPECT_THAT(Poll(30, {Waiting(2, 500)}), ElementsAre(seconds(20)));
}

TEST_F(QueueTrackerTest, DoesNotObserveAbsurdWaits) {
  Poll(0, {});
  QueueRow no_times;
  no_times.caller = 4;
  no_times.state = QueueState::kAnswered;
  Poll(10, {Answered(1, 9, 8), Answered(2, -86'500, 5), Answered(3, 2, 8),
            no_times, Abandoned(5, 9, 1)});
  EXPECT_THAT(numbers(), ElementsAre(5, 4, 1, 0));
  EXPECT_EQ(counts().answered_wait.buckets.back().cumulative_count, 1u);
  EXPECT_EQ(counts().answered_wait.sum, 6);
  EXPECT_EQ(counts().abandoned_wait.buckets.back().cumulative_count, 0u);
}

TEST_F(QueueTrackerTest, ForgetsThoseGoneForLongestBeyondItsLimit) {
  rules_.tracked_callers = 2;
  Poll(0, {});
  Poll(10, {Abandoned(1, 2, 8)});
  Poll(20, {Abandoned(2, 12, 18)});
  Poll(30, {Waiting(3, 25)});
  EXPECT_EQ(tracker_.callers().size(), 2u);
  EXPECT_EQ(tracker_.callers()[0].id, 2u);
  Poll(40, {Waiting(4, 35), Waiting(5, 36)});
  EXPECT_EQ(tracker_.callers().size(), 2u);
  EXPECT_THAT(numbers(), ElementsAre(5, 0, 2, 1)) << "3 cannot be followed";
  Poll(50, {Waiting(4, 35), Waiting(5, 36), Waiting(6, 45)});
  EXPECT_THAT(numbers(), ElementsAre(5, 0, 2, 1))
      << "a response beyond the limit starts nothing";
  EXPECT_EQ(counts().open_callers, 3u);
}

TEST_F(QueueTrackerTest, IsLikeNewAfterItForgot) {
  Poll(0, {});
  Poll(10, {Waiting(1, 5)});
  FoldedLabels labels;
  labels.pairs = {{"t", "q"}};
  tracker_.Forget(labels);
  EXPECT_EQ(counts().open_callers, 0u);
  Poll(30, {Waiting(1, 5), Waiting(2, 25)});
  EXPECT_THAT(numbers(), ElementsAre(1, 0, 0, 0));
  Poll(40, {Waiting(1, 5), Answered(2, 25, 35)});
  EXPECT_THAT(numbers(), ElementsAre(1, 1, 0, 0));
}

TEST_F(QueueTrackerTest, KeepsNoSeriesOfAPairThatIsNotListed) {
  Poll(0, {});
  Poll(10, {Waiting(1, 5), Row(2, QueueState::kUnknown, 5)});
  EXPECT_EQ(counts().open_callers, 2u);
  tracker_.Update(rules_, {}, {}, {{kSteady + seconds(20), kWall}, {}});
  EXPECT_THAT(tracker_.totals().ids(), IsEmpty());
  Poll(30, {Answered(1, 5, 25)});
  EXPECT_THAT(numbers(), ElementsAre(0, 0, 0, 0));
}

}  // namespace
}  // namespace pitel
