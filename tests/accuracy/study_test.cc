// What the exporter counts, compared with what happened: a shorter run of the
// study in README.md.
#include "accuracy/study.h"

#include <gtest/gtest.h>

#include "accuracy/worlds.h"

namespace pitel::accuracy {
namespace {

using std::chrono::hours;
using std::chrono::seconds;

const std::vector<seconds> kIntervals = {seconds(2), seconds(5), seconds(10),
                                         seconds(15)};

// 1 in 16,000 sums of many chances is further from the mean than this many
// standard deviations.
constexpr double kDeviations = 4;

void ExpectAsPredicted(std::uint64_t missed, const Expectation& theory) {
  EXPECT_NEAR(static_cast<double>(missed), theory.mean,
              kDeviations * theory.deviation());
}

void ExpectHardlyMore(std::uint64_t missed, const Expectation& theory) {
  EXPECT_LE(static_cast<double>(missed),
            1.2 * theory.mean + kDeviations * theory.deviation());
}

std::vector<Outcome> Outcomes(const simulation::Parameters& parameters) {
  return Study(parameters, hours(1), kIntervals);
}

TEST(Study, PollsMissAsPredictedAndTheExporterHardlyMore) {
  const auto outcomes = Outcomes(WorkingDay(600));
  for (std::size_t i = 0; i < kIntervals.size(); ++i) {
    SCOPED_TRACE(kIntervals[i].count());
    const Outcome& outcome = outcomes[i];
    const Prediction& theory = outcome.prediction;
    ASSERT_GT(outcome.truth.started, 2000u);
    ExpectAsPredicted(outcome.unseen_starts(), theory.missed_starts);
    ExpectAsPredicted(outcome.unseen_ringing(), theory.missed_ringing);
    ExpectAsPredicted(outcome.unseen_answers(), theory.missed_answers);
    ExpectHardlyMore(outcome.missed_starts(), theory.missed_starts);

    // In addition, it mistakes an anonymous caller for another one, and counts
    // a leg that nothing links to its call as a separate call.
    EXPECT_LE(outcome.answers.overlooked, outcome.anonymous);
    EXPECT_LE(outcome.starts.invented, outcome.loose_ids + outcome.returned);
    EXPECT_LE(outcome.answers.invented, outcome.loose_ids + outcome.returned);
  }
}

TEST(Study, TheExporterMissesHardlyMoreAnswersOfCallersWithANumber) {
  simulation::Parameters parameters = WorkingDay(600);
  parameters.quirks.anonymous = 0;
  const auto outcomes = Outcomes(parameters);
  for (std::size_t i = 0; i < kIntervals.size(); ++i) {
    SCOPED_TRACE(kIntervals[i].count());
    ExpectHardlyMore(outcomes[i].missed_answers(),
                     outcomes[i].prediction.missed_answers);
    EXPECT_EQ(outcomes[i].starts.overlooked, 0u);
  }
}

TEST(Study, TheExporterEqualsTheOnlookerIfEveryCallHasOneId) {
  const auto outcomes = Outcomes(OneIdEach(600));
  for (std::size_t i = 0; i < kIntervals.size(); ++i) {
    SCOPED_TRACE(kIntervals[i].count());
    const Outcome& outcome = outcomes[i];
    const Counted& onlooker = outcome.onlooker;
    const Counted& exporter = outcome.exporter;
    ASSERT_EQ(outcome.returned, 0u);
    EXPECT_EQ(exporter.started, onlooker.started);
    EXPECT_EQ(exporter.answered, onlooker.answered);
    EXPECT_EQ(exporter.unanswered, onlooker.unanswered);
    EXPECT_EQ(exporter.ended, onlooker.ended);
    EXPECT_EQ(exporter.wait.count, onlooker.wait.count);
    EXPECT_EQ(exporter.wait.within_20_s, onlooker.wait.within_20_s);
    EXPECT_NEAR(exporter.wait.sum, onlooker.wait.sum, 1e-3);
    EXPECT_EQ(exporter.duration.count, onlooker.duration.count);
    EXPECT_NEAR(exporter.duration.sum, onlooker.duration.sum, 1e-3);
  }
}

}  // namespace
}  // namespace pitel::accuracy
