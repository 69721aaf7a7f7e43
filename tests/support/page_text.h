#pragma once

#include <string>

#include "app/shown_target.h"

namespace pitel {

// The sample lines that a target shows at `now`.
inline std::string SamplesOf(const ShownTarget& target,
                             SteadyTime now = SteadyTime::min()) {
  std::string lines;
  const auto append = [&](const SharedSource& source) {
    if (source != nullptr) lines += source->text;
  };
  append(target.polls);
  for (const ShownEndpoint& endpoint : target.endpoints) {
    append(endpoint.counters);
    if (now < endpoint.fades_at) append(endpoint.gauges);
  }
  return lines;
}

}  // namespace pitel
