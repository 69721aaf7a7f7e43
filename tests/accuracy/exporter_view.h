#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "accuracy/counted.h"
#include "accuracy/onlooker.h"
#include "calls/monitor.h"
#include "calls/rules.h"
#include "simulator/rows.h"
#include "simulator/world.h"

namespace pitel::accuracy {

// As the configuration has it where it says nothing.
CallRules DefaultRules(std::chrono::seconds interval);

// After so many polls without it a call is gone.
int GoneAfter(const CallRules& rules);

// The moment at which the exporter polls, while the simulated time is `now`.
Moment MomentOf(simulation::Time now);

// The exporter's calls slice, polling a simulated platform.
class ExporterView {
 public:
  ExporterView(const World& world, const CallRules& rules);

  // Gets the answer that the platform gives now and counts it.
  void Poll();

  Counted counted() const;
  // As the onlooker has them.
  std::vector<Begun> tenants() const;

 private:
  const World& world_;
  simulation::RowOptions row_options_;
  CallMonitor monitor_;
  std::string buffer_;
  std::string document_;
};

}  // namespace pitel::accuracy
