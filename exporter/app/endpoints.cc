#include "app/endpoints.h"

#include "calls/calls_endpoint.h"

namespace pitel {

std::vector<std::unique_ptr<Endpoint>> MakeEndpoints(
    const TargetConfig& config) {
  std::vector<std::unique_ptr<Endpoint>> endpoints;
  endpoints.push_back(
      std::make_unique<CallsEndpoint>(config.api.monitor_path, config.calls));
  return endpoints;
}

}  // namespace pitel
