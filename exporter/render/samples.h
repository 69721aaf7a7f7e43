#pragma once

#include <string>
#include <string_view>

#include "metric/family.h"

namespace pitel {

// Appends the sample lines of a family, one series after the other:
//
//   pitel_active_calls{target="hcm",tenant="a.example",state="oncall"} 1
//
// They are the same bytes in text 0.0.4 and in OpenMetrics 1.0; the formats
// differ in the lines around them. `target` becomes the first label of every
// series unless it is empty. A histogram gives its buckets, sum and count.
void AppendSamples(std::string& out, const Family& family,
                   std::string_view target);

}  // namespace pitel
