#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "accuracy/counted.h"
#include "simulator/world.h"

namespace pitel::accuracy {

using simulation::Duration;
using simulation::Time;
using simulation::World;

// Started and answered calls by tenant and direction.
struct Begun {
  std::array<std::uint64_t, 3> started{};
  std::array<std::uint64_t, 3> answered{};
};

// Sees what a poll shows, and knows every caller: the best that polls at these
// times can do. Where the exporter differs, it mistook one caller for another.
// Follows the exporter's rules for when things happened.
class Onlooker {
 public:
  // A call is gone after `gone_after` polls without it.
  Onlooker(const World& world, int gone_after);

  // Looks at the world as it is now. Calls of the first look are not counted.
  void Look();

  const Counted& counted() const { return counted_; }
  const std::vector<Begun>& tenants() const { return tenants_; }
  // Started calls that no poll saw ringing.
  std::uint64_t first_seen_oncall() const { return first_seen_oncall_; }
  // Callers who called again before they were gone. For the exporter and the
  // onlooker, they never left.
  std::uint64_t called_again() const { return called_again_; }
  // Callers in a queue who were gone, since no phone rang for them for so long,
  // and came back.
  std::uint64_t returned() const { return returned_; }

 private:
  struct Sighting {
    std::uint32_t tenant = 0;
    simulation::Direction direction = simulation::Direction::kInbound;
    bool started = false;
    bool answered = false;
    Time start{};
    Time not_answered{};  // known at this time
    Time last_seen{};
    Time first_missed{};
    int missed = 0;  // looks in a row
  };

  // The TrueCall::id under which the caller is known.
  std::uint64_t Recognise(const simulation::TrueCall& call);
  void See(const simulation::LiveCall& live);
  void Answer(Sighting& call);
  // Whether the call is gone.
  bool Miss(Sighting& call);

  const World& world_;
  const int gone_after_;
  bool looked_ = false;
  Time last_look_{};
  std::unordered_map<std::uint64_t, Sighting> calls_;       // by TrueCall::id
  std::unordered_map<std::uint64_t, std::uint64_t> again_;  // later to first
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::uint64_t>
      callers_;  // by tenant and customer, the last call
  std::unordered_set<std::uint64_t> gone_;
  std::vector<Begun> tenants_;
  Counted counted_;
  std::uint64_t first_seen_oncall_ = 0;
  std::uint64_t called_again_ = 0;
  std::uint64_t returned_ = 0;
};

}  // namespace pitel::accuracy
