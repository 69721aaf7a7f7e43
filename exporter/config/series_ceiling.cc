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

// Without that of queues.
constexpr std::uint64_t kOperationCount = std::size(kOperations) - 1;
constexpr std::uint64_t kReasonCount = std::size(kFailureReasons);

// Buckets including +Inf, sum and count.
constexpr std::uint64_t Histogram(std::uint64_t bounds) { return bounds + 3; }

constexpr std::uint64_t kOfOperation = 1 + kReasonCount + Histogram(9);

// For a queue and tenant; the gauges only of the tenant that is shown now.
constexpr std::uint64_t kQueueGauges = 2;  // waiting callers and the oldest
constexpr std::uint64_t kQueueCounters =
    4                     // joined, answered, abandoned, lost
    + 2 * Histogram(10);  // wait until answered, until abandoned

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
      breadth.devices + breadth.directions * Histogram(9)  // call duration
      + kOperationCount * kOfOperation                     // requests
      + 5   // up, last success, poll duration, interval, timeout
      + 4   // response size, rows, reported rows, duplicate rows
      + 4   // rejected rows; unknown states, directions, call times
      + 3   // token expiry, clock skew, call_time offset
      + 3;  // followed calls; overflowed tenants, servers
  return counts;
}

std::uint64_t QueueSeriesCeiling(std::uint64_t most_tenants,
                                 std::uint64_t most_queues) {
  // Two pairs of tenant and queue for each queue, and those of `_other`.
  const std::uint64_t tenants = most_tenants + 1;
  const std::uint64_t queues = most_queues + 1;
  const std::uint64_t pairs =
      std::min(tenants * queues, 2 * most_queues + tenants);
  return pairs * kQueueCounters + queues * kQueueGauges + kOfOperation +
         1;  // whether the queues are up
}

}  // namespace

const std::uint64_t kSeriesPerQueue = kQueueGauges + kQueueCounters;
const SeriesCounts kMostSeries = Count(kMost);
const SeriesCounts kUsualSeries = Count(kUsual);

std::uint64_t SeriesCeiling(const CallRules& rules,
                            const QueueOptions& queues) {
  // One more of each for `_other`. Beyond the limit of pairs, a tenant still
  // has one with server `_other`.
  const std::uint64_t tenants = rules.limits.tenants + 1;
  const std::uint64_t servers = rules.limits.servers + 1;
  const std::uint64_t pairs =
      std::min(tenants * servers, rules.limits.tenant_server_pairs + tenants);
  const std::uint64_t of_queues =
      queues.enabled
          ? QueueSeriesCeiling(rules.limits.tenants, queues.most_queues)
          : 0;
  return pairs * kMostSeries.per_pair + tenants * kMostSeries.per_tenant +
         kMostSeries.per_target + of_queues;
}

}  // namespace pitel
