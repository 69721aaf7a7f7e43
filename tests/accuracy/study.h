#pragma once

#include <chrono>
#include <cstdint>
#include <vector>

#include "accuracy/counted.h"
#include "accuracy/exporter_view.h"
#include "accuracy/theory.h"
#include "simulator/parameters.h"

namespace pitel::accuracy {

// Where the exporter differs from the onlooker, poll by poll, tenant by tenant
// and direction by direction.
struct Mistakes {
  std::uint64_t overlooked = 0;  // mistaken for a call that it knew
  std::uint64_t invented = 0;    // a known one, mistaken for another

  Mistakes& operator+=(const Mistakes& other) {
    overlooked += other.overlooked;
    invented += other.invented;
    return *this;
  }
};

// The outcome of polling a simulated world at one interval. Calls that began
// before the first poll are always left out.
struct Outcome {
  Counted truth;
  Counted onlooker;
  Counted exporter;
  Mistakes starts;
  Mistakes answers;
  Backlog backlog;
  std::uint64_t first_seen_oncall = 0;  // by the onlooker
  std::uint64_t called_again = 0;       // while known
  std::uint64_t returned = 0;           // when gone
  // call_ids that nothing links to their calls: of the other side of a local
  // call, of a phone that an answered call was transferred to, of a supervisor.
  std::uint64_t loose_ids = 0;
  std::uint64_t anonymous =
      0;  // true calls of which the hotline alone is known
  Prediction prediction;
  // Ringing that no poll would see if its length were exponential with the same
  // mean.
  double missed_if_exponential = 0;

  // True calls that no poll saw.
  std::uint64_t unseen_starts() const {
    return truth.started - onlooker.started - called_again;
  }
  std::uint64_t unseen_ringing() const {
    return unseen_starts() + first_seen_oncall;
  }
  std::uint64_t unseen_answers() const {
    return truth.answered - onlooker.answered;
  }

  // True calls that the exporter did not count.
  std::uint64_t missed_starts() const {
    return unseen_starts() + starts.overlooked;
  }
  std::uint64_t missed_answers() const {
    return unseen_answers() + answers.overlooked;
  }

  Outcome& operator+=(const Outcome& other);
};

// Polls one world at each of the intervals for `length`. The seed decides the
// phase of each. The outcomes are in the order of `intervals`. `empty_state` is
// the exporter's setting.
std::vector<Outcome> Study(const simulation::Parameters& parameters,
                           std::chrono::seconds length,
                           const std::vector<std::chrono::seconds>& intervals,
                           CallState empty_state = CallState::kUnknown);

}  // namespace pitel::accuracy
