// What sampling theory predicts for calls that are polled at intervals.
#pragma once

#include <cstddef>
#include <vector>

#include "simulator/truth.h"

namespace pitel::accuracy {

using simulation::Duration;
using simulation::TrueCall;

// The probability that no poll sees a state of this length, with a poll every
// `interval` and a state that begins at any time between two polls:
// max(0, 1 - state / interval).
double MissProbability(Duration state, Duration interval);

// The same for states of exponential length: the mean of the above,
// 1 - mean / interval * (1 - exp(-interval / mean)).
double MissProbabilityOfExponential(Duration mean, Duration interval);

// How many of some independent events happen.
struct Expectation {
  double mean = 0;
  double variance = 0;

  void Add(double probability) {
    mean += probability;
    variance += probability * (1 - probability);
  }
  Expectation& operator+=(const Expectation& other) {
    mean += other.mean;
    variance += other.variance;
    return *this;
  }
  double deviation() const;
};

// How many true calls (not those of a model) have a state that no poll sees. A
// state that is not over lasts for ever.
struct Prediction {
  Expectation missed_starts;   // the whole call
  Expectation missed_ringing;  // the time before it was answered, or ended
  Expectation missed_answers;  // the time after it was answered
  Expectation unanswered;      // seen ringing and never oncall

  Prediction& operator+=(const Prediction& other);
};

// A queue rings for a caller in turns, with nothing to see in between. Turns
// that end unanswered last longer than the intervals in question: a call that a
// single poll can miss altogether rings without a break.
Prediction Predict(const std::vector<TrueCall>& calls, Duration interval);

}  // namespace pitel::accuracy
