#pragma once

#include <cstdint>

#include "calls/rules.h"
#include "config/config.h"

namespace pitel {

// How many series exist for each of these; a histogram counts its buckets, sum
// and count. A test of `app` compares them with a real page.
struct SeriesCounts {
  std::uint64_t per_pair = 0;  // of tenant and server
  std::uint64_t per_tenant = 0;
  std::uint64_t per_target = 0;

  bool operator==(const SeriesCounts&) const = default;
};

// While every direction and state occurs, including unknown ones.
extern const SeriesCounts kMostSeries;
// While nothing is unknown.
extern const SeriesCounts kUsualSeries;

// The series of the process, regardless of its targets.
inline constexpr std::uint64_t kProcessSeries = 12;

// For each queue of a target, if its queues are polled.
extern const std::uint64_t kSeriesPerQueue;

// The most series a target can have, whatever its API sends.
std::uint64_t SeriesCeiling(const CallRules& rules,
                            const QueueOptions& queues = {});

}  // namespace pitel
