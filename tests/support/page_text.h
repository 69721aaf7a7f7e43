#pragma once

#include <string>

#include "app/target_page.h"

namespace pitel {

// The sample lines that a target shows at `now`.
inline std::string SamplesOf(const TargetPage& page,
                             SteadyTime now = SteadyTime::min()) {
  std::string lines;
  const auto append = [&](const SharedSource& source) {
    if (source != nullptr) lines += source->text;
  };
  append(page.polls);
  for (const EndpointPage& endpoint : page.endpoints) {
    append(endpoint.counters);
    if (now < endpoint.fades_at) append(endpoint.gauges);
  }
  return lines;
}

}  // namespace pitel
