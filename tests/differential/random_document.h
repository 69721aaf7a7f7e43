// Answers of the API by the thousand, well-formed and not, for the differential
// test: the same seed gives the same rules, documents and moments.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "base/clock.h"
#include "calls/rules.h"
#include "dice.h"
#include "random_world.h"

namespace pitel::differential {

struct RandomPoll {
  std::string document;
  Moment sent;
};

// The successive polls of one target.
class RandomPolls {
 public:
  explicit RandomPolls(std::uint64_t seed);

  const CallRules& rules() const { return rules_; }
  RandomPoll Next();

 private:
  // How much of what is no proper answer a sequence has.
  enum class Noise { kNone, kOddValues, kAll };

  void PassTime();
  std::string Text(const std::string& text);
  std::string Value(const std::string& text);
  std::string Row(const Fields& fields);
  std::string Document();
  std::string Broken(std::string document);

  Dice dice_;
  const Noise noise_;
  const CallRules rules_;
  Moment now_;
  RandomWorld world_;
};

}  // namespace pitel::differential
