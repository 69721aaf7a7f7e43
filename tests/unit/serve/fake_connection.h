#pragma once

#include <string>
#include <utility>

#include "serve/open_connections.h"

namespace pitel::testing {

// A connection that has been waiting for some time at kNow.
class FakeConnection final : public OpenConnection {
 public:
  static constexpr SteadyTime kNow{std::chrono::seconds(1000)};

  FakeConnection(OpenConnections& open, ConnectionPhase phase,
                 std::chrono::nanoseconds waiting, bool has_slot = false,
                 std::string network = "a")
      : OpenConnection(std::move(network)), open_(open), has_slot_(has_slot) {
    Wait(phase, kNow - waiting);
    open_.Add(*this);
  }
  ~FakeConnection() override { open_.Remove(*this); }
  bool HasSlot() const override { return has_slot_; }
  std::chrono::nanoseconds ReadPatience() const override { return patience; }
  void Shed() override {
    was_shed = true;
    open_.Remove(*this);
  }

  std::chrono::nanoseconds patience = kClientStalledAfter;
  bool was_shed = false;

 private:
  OpenConnections& open_;
  const bool has_slot_;
};

}  // namespace pitel::testing
