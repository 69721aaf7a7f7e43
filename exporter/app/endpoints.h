#pragma once

#include <memory>
#include <vector>

#include "config/config.h"
#include "endpoint/endpoint.h"

namespace pitel {

// The endpoints that a target is polled for. The first decides whether a poll
// is successful.
std::vector<std::unique_ptr<Endpoint>> MakeEndpoints(
    const TargetConfig& config);

}  // namespace pitel
