#pragma once

#include <chrono>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "fetch/failure.h"
#include "simulator/world.h"

namespace pitel::history {

// A fault or peak that begins at a certain second of a history.
struct Condition {
  std::chrono::seconds at{};
  std::string name;   // backlog
  std::string query;  // callers=8&seconds=120

  // Parses "36000:backlog?callers=8&seconds=120".
  static std::optional<Condition> Parse(const std::string& text);
};

// The state of the API at one time.
struct ApiState {
  std::optional<FailureReason> failure;
  bool frozen = false;  // it repeats its last response
  std::uint64_t most_rows = std::numeric_limits<std::uint64_t>::max();
  std::chrono::duration<double> took{0.05};
  double clock_skew = 0;
};

// Sets each condition when its time comes.
class Conditions {
 public:
  // Throws std::invalid_argument if a condition is not known or its arguments
  // are wrong, as soon as it is set.
  Conditions(std::vector<Condition> conditions, simulation::World& world);

  // The state of the API at `elapsed`; times must not go back.
  ApiState At(std::chrono::seconds elapsed);

 private:
  struct Spell {
    std::chrono::seconds until;
    void (*apply)(ApiState& state, double value);
    double value;
  };

  void Set(const Condition& condition);

  std::vector<Condition> to_come_;  // the next one last
  std::vector<Spell> spells_;
  simulation::World& world_;
};

}  // namespace pitel::history
