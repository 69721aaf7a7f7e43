#include "accuracy/theory.h"

#include <gtest/gtest.h>

#include <cmath>

#include "simulator/random.h"

namespace pitel::accuracy {
namespace {

using namespace std::chrono_literals;
using simulation::kNever;
using simulation::Time;

constexpr Time kBegin{1'000'000s};

TrueCall Call(Duration ring, Duration talk) {
  TrueCall call;
  call.start = kBegin;
  call.answer = kBegin + ring;
  call.end = call.answer + talk;
  return call;
}

TEST(Theory, MissesAStateInProportionToTheRestOfTheInterval) {
  EXPECT_DOUBLE_EQ(MissProbability(0s, 10s), 1);
  EXPECT_DOUBLE_EQ(MissProbability(2500ms, 10s), 0.75);
  EXPECT_DOUBLE_EQ(MissProbability(10s, 10s), 0);
  EXPECT_DOUBLE_EQ(MissProbability(Duration::max(), 10s), 0);
}

// Over many states drawn from the distribution the two formulas agree, within
// four standard deviations of their mean.
TEST(Theory, MissesExponentialStatesByTheClosedFormula) {
  simulation::Random random(7);
  for (const Duration mean : {2s, 10s, 180s}) {
    const int states = 100'000;
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < states; ++i) {
      const double miss = MissProbability(random.Exponential(mean), 10s);
      sum += miss;
      squares += miss * miss;
    }
    const double average = sum / states;
    const double deviation =
        std::sqrt((squares / states - average * average) / states);
    EXPECT_NEAR(MissProbabilityOfExponential(mean, 10s), average,
                4 * deviation);
  }
}

TEST(Theory, PredictsTheOutcomeOfAnAnsweredCall) {
  const Prediction prediction = Predict({Call(4s, 3s)}, 10s);
  EXPECT_DOUBLE_EQ(prediction.missed_starts.mean, 0.3);   // 7 s in all
  EXPECT_DOUBLE_EQ(prediction.missed_ringing.mean, 0.6);  // 4 s
  EXPECT_DOUBLE_EQ(prediction.missed_answers.mean, 0.7);  // 3 s
  EXPECT_DOUBLE_EQ(prediction.unanswered.mean, 0.4);      // seen ringing alone
}

TEST(Theory, PredictsTheOutcomeOfAnUnansweredCall) {
  TrueCall call = Call(4s, 0s);
  call.answer = kNever;
  const Prediction prediction = Predict({call}, 10s);
  EXPECT_DOUBLE_EQ(prediction.missed_starts.mean, 0.6);
  EXPECT_DOUBLE_EQ(prediction.missed_ringing.mean, 0.6);
  EXPECT_DOUBLE_EQ(prediction.missed_answers.mean, 0);
  EXPECT_DOUBLE_EQ(prediction.unanswered.mean, 0.4);
}

TEST(Theory, NeverMissesAStateThatIsNotOver) {
  TrueCall rings;
  rings.start = kBegin;
  TrueCall talks = Call(20s, 0s);
  talks.end = kNever;
  const Prediction prediction = Predict({rings, talks}, 10s);
  EXPECT_EQ(prediction.missed_starts.mean, 0);
  EXPECT_EQ(prediction.missed_ringing.mean, 0);
  EXPECT_EQ(prediction.missed_answers.mean, 0);
  EXPECT_EQ(prediction.unanswered.mean, 0);
}

TEST(Theory, AddsTheVariancesOfIndependentCalls) {
  const Prediction prediction = Predict({Call(4s, 3s), Call(4s, 3s)}, 10s);
  EXPECT_DOUBLE_EQ(prediction.missed_starts.variance, 2 * 0.3 * 0.7);
  EXPECT_DOUBLE_EQ(prediction.missed_starts.deviation(), std::sqrt(0.42));
}

}  // namespace
}  // namespace pitel::accuracy
