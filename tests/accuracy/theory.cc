#include "accuracy/theory.h"

#include <algorithm>
#include <cmath>

namespace pitel::accuracy {
namespace {

using simulation::kNever;
using simulation::Time;

Duration Between(Time begin, Time end) {
  return end == kNever ? Duration::max() : end - begin;
}

}  // namespace

double MissProbability(Duration state, Duration interval) {
  if (state >= interval) return 0;
  return 1 - static_cast<double>(state.count()) /
                 static_cast<double>(interval.count());
}

double MissProbabilityOfExponential(Duration mean, Duration interval) {
  const double intervals =
      static_cast<double>(interval.count()) / static_cast<double>(mean.count());
  return 1 + std::expm1(-intervals) / intervals;
}

double Expectation::deviation() const { return std::sqrt(variance); }

Prediction& Prediction::operator+=(const Prediction& other) {
  missed_starts += other.missed_starts;
  missed_ringing += other.missed_ringing;
  missed_answers += other.missed_answers;
  unanswered += other.unanswered;
  return *this;
}

Prediction Predict(const std::vector<TrueCall>& calls, Duration interval) {
  Prediction prediction;
  for (const TrueCall& call : calls) {
    const double all = MissProbability(Between(call.start, call.end), interval);
    prediction.missed_starts.Add(all);
    prediction.missed_ringing.Add(MissProbability(
        Between(call.start, std::min(call.answer, call.end)), interval));
    if (call.answer == kNever) {
      if (call.end != kNever) prediction.unanswered.Add(1 - all);
      continue;
    }
    const double talk =
        MissProbability(Between(call.answer, call.end), interval);
    prediction.missed_answers.Add(talk);
    prediction.unanswered.Add(talk - all);
  }
  return prediction;
}

}  // namespace pitel::accuracy
