#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "calls/device.h"
#include "calls/leg_ages.h"
#include "calls/monitor_response.h"
#include "calls/ringing_callers.h"
#include "calls/row.h"
#include "calls/row_problems.h"
#include "endpoint/folding.h"

namespace pitel {

// Numbers by direction and state of a leg.
using LegCounts =
    std::array<std::array<std::uint64_t, kCallStates>, kDirections>;

// One successful response, counted by the labels that it is shown under.
struct CallSnapshot {
  struct PairCounts {
    FoldedLabels::Pair labels;
    LegCounts calls{};
    LegCounts legs{};
    std::array<std::uint64_t, kExtensionStates> extensions{};
    std::array<std::uint64_t, kCallStates> stale_legs{};

    bool operator==(const PairCounts&) const = default;
  };
  struct Tenant {
    std::string label;
    std::uint64_t ringing_callers = 0;
    std::chrono::nanoseconds oldest_ringing{};
    std::uint64_t active_calls = 0;
    std::uint64_t active_calls_peak = 0;  // set by PeakCalls

    bool operator==(const Tenant&) const = default;
  };

  std::vector<PairCounts> pairs;                      // by tenant and server
  std::vector<Tenant> tenants;                        // by label
  std::array<std::uint64_t, kDeviceCount> devices{};  // extensions
  std::size_t folded_tenants = 0;
  std::size_t folded_servers = 0;
  std::size_t tracked_calls = 0;
  std::size_t duplicate_rows = 0;  // beyond the first of each leg
  RowsSummary rows;
  std::uint64_t left_out_rows = 0;  // of tenants that the filter excludes
  RowProblems problems;
  // The newest call_time of usable format minus now, in seconds, since not all
  // years fit into nanoseconds.
  std::optional<double> call_time_offset;

  std::uint64_t active_calls() const;
  // Whether the response had rows of tenants, but the filter excludes them all.
  bool all_rows_left_out() const;
};

// Everything that the counting needs; the vectors are indexed by row.
struct CountedRows {
  const MonitorResponse& response;
  const FoldedLabels& labels;
  const std::vector<LegTime>& times;
  const std::vector<RingingCaller>& ringing_callers;
};

CallSnapshot CountCalls(const CountedRows& rows);

}  // namespace pitel
