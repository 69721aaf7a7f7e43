// Responses of the API by the thousand, well-formed and not, for the
// differential test: the same seed gives the same rules, documents and moments.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

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
  // The kind of a sequence: only proper responses, the same while the wall
  // clock jumps, with values and rows of wrong types too, or with invalid
  // documents as well.
  enum class Kind { kClean, kClockJumps, kOddValues, kBroken };

  bool odd_values() const { return kind_ >= Kind::kOddValues; }
  void PassTime();
  std::string Text(const std::string& text);
  std::string Value(const std::string& text);
  std::string Row(const Fields& fields);
  std::vector<std::string> Members();
  void AddOddMembers(const std::string& data,
                     std::vector<std::string>& members);
  std::string Document();
  std::string Broken(std::string document);

  Dice dice_;
  const Kind kind_;
  const CallRules rules_;
  Moment now_;
  RandomWorld world_;
};

}  // namespace pitel::differential
