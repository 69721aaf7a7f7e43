#include "app/endpoints.h"

#include "calls/calls_endpoint.h"
#include "queues/queues_endpoint.h"

namespace pitel {
namespace {

QueueRules QueueRulesOf(const TargetConfig& config) {
  const CallRules& calls = config.calls;
  QueueRules rules;
  rules.naming = config.queues.naming;
  rules.queues = config.queues.most_queues;
  rules.tenants = calls.limits.tenants;
  rules.tracked_callers = calls.tracked_calls;
  rules.interval = calls.interval;
  rules.grace = calls.grace;
  rules.series_ttl = calls.series_ttl;
  rules.filter = calls.tenants;
  rules.timezone = calls.timezone;
  return rules;
}

}  // namespace

std::vector<std::unique_ptr<Endpoint>> MakeEndpoints(
    const TargetConfig& config) {
  std::vector<std::unique_ptr<Endpoint>> endpoints;
  endpoints.push_back(
      std::make_unique<CallsEndpoint>(config.api.monitor_path, config.calls));
  if (config.queues.enabled) {
    endpoints.push_back(std::make_unique<QueuesEndpoint>(config.queues.path,
                                                         QueueRulesOf(config)));
  }
  return endpoints;
}

}  // namespace pitel
