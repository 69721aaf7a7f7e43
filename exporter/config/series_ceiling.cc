#include "config/series_ceiling.h"

#include <algorithm>

#include "calls/device.h"
#include "fetch/failure.h"

namespace pitel {
namespace {

// The numbers of label values, without or with `unknown`.
struct Breadth {
  std::uint64_t directions;
  std::uint64_t leg_states;  // ringing, oncall
  std::uint64_t extension_states;
  std::uint64_t devices;
};

constexpr Breadth kUsual{3, 2, 3, kDeviceCount - 1};
constexpr Breadth kMost{4, 3, 4, kDeviceCount};

constexpr std::uint64_t kOperationCount = std::size(kOperations);
constexpr std::uint64_t kReasonCount = std::size(kFailureReasons);

// Buckets including +Inf, sum and count.
constexpr std::uint64_t Histogram(std::uint64_t bounds) { return bounds + 3; }

constexpr SeriesCounts Count(const Breadth& breadth) {
  SeriesCounts counts;
  counts.per_pair =
      2 * breadth.directions * breadth.leg_states  // active calls and legs
      + breadth.extension_states + 2;              // stale legs
  counts.per_tenant =
      3                         // active calls peak, ringing callers, oldest
      + 4 * breadth.directions  // started, answered, unanswered, ended
      + 2 * breadth.directions  // lost, ringing and on call
      + Histogram(10);          // wait
  counts.per_target =
      breadth.devices + breadth.directions * Histogram(9)    // call duration
      + kOperationCount * (1 + kReasonCount + Histogram(9))  // requests
      + 5   // up, last success, poll duration, interval, timeout
      + 4   // response size, rows, reported rows, duplicate rows
      + 4   // rejected rows; unknown states, directions, call times
      + 3   // token expiry, clock skew, call_time offset
      + 3;  // followed calls; overflowed tenants, servers
  return counts;
}

}  // namespace

const SeriesCounts kMostSeries = Count(kMost);
const SeriesCounts kUsualSeries = Count(kUsual);

std::uint64_t SeriesCeiling(const CallRules& rules) {
  // One more of each for `_other`. Beyond the limit of pairs, a tenant still
  // has one with server `_other`.
  const std::uint64_t tenants = rules.limits.tenants + 1;
  const std::uint64_t servers = rules.limits.servers + 1;
  const std::uint64_t pairs =
      std::min(tenants * servers, rules.limits.tenant_server_pairs + tenants);
  return pairs * kMostSeries.per_pair + tenants * kMostSeries.per_tenant +
         kMostSeries.per_target;
}

}  // namespace pitel
