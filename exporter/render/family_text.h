#pragma once

#include <string>
#include <string_view>

#include "metric/family.h"

namespace pitel {

// Prometheus text 0.0.4 and OpenMetrics 1.0.
enum class Format { kText, kOpenMetrics };

// The name of a family in OpenMetrics, which has no `_total` after a counter's.
std::string_view OpenMetricsName(const FamilyHeader& header);

// The `# HELP` and `# TYPE` lines before the samples of a family. OpenMetrics
// has them in the other order, with `# UNIT` between them if the name ends with
// a unit, and escapes double quotes as well.
std::string RenderHeaderLines(const FamilyHeader& header, Format format);

// Appends the sample lines of a family, one series after the other:
//
//   pitel_active_calls{target="hcm",tenant="a.example",state="oncall"} 1
//
// They are the same bytes in both formats. `target` becomes the first label of
// every series unless it is empty. A histogram becomes its buckets, sum and
// count.
//
// Numbers are "200000" (never "2e+05"), "0.05", "NaN" or "+Inf". The label `le`
// always looks like a float ("5.0"), as OpenMetrics demands: a bound must not
// change its label between the formats.
void AppendSamples(std::string& out, const Family& family,
                   std::string_view target);

}  // namespace pitel
