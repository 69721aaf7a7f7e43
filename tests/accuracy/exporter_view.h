#pragma once

#include <chrono>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "accuracy/counted.h"
#include "accuracy/onlooker.h"
#include "calls/call_monitor.h"
#include "calls/rules.h"
#include "simulator/rows.h"
#include "simulator/world.h"

namespace pitel::accuracy {

// The defaults of the configuration.
CallRules DefaultRules(std::chrono::seconds interval);

// Callers at whom a phone rings, in the sum of all polls.
struct Backlog {
  std::uint64_t truth = 0;
  std::uint64_t exporter = 0;

  Backlog& operator+=(const Backlog& other) {
    truth += other.truth;
    exporter += other.exporter;
    return *this;
  }
};

// A call is gone after this many polls without it.
int GoneAfter(const CallRules& rules);

// Adds the observations of a histogram that has a bound of 20 s.
void AddTimes(const HistogramValue& histogram, Times& times);

// The exporter's calls slice, polling a simulated platform.
class ExporterView {
 public:
  ExporterView(const World& world, const CallRules& rules);

  // Counts the current response of the platform, of which at most `most_rows`
  // rows arrive; returns whether that was all. Phones without a call have no
  // row.
  bool Poll(
      std::uint64_t most_rows = std::numeric_limits<std::uint64_t>::max());
  // Counts a response without rows that says it is complete.
  void PollEmpty();

  const CallMonitor& monitor() const { return monitor_; }
  Counted counted() const;
  const Backlog& backlog() const { return backlog_; }
  // By tenant and direction, like those of the onlooker.
  std::vector<Begun> tenants() const;

 private:
  void Count(std::string_view document);

  const World& world_;
  const CallRules rules_;
  CallMonitor monitor_;
  Backlog backlog_;
  std::string buffer_;
  std::string document_;
};

}  // namespace pitel::accuracy
