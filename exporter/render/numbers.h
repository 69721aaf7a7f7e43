// Numbers as both exposition formats write them.
#pragma once

#include <cstdint>
#include <string>

namespace pitel {

// The value of a sample: "200000" (never "2e+05"), "0.05", "NaN", "+Inf".
void AppendNumber(std::string& out, double number);
void AppendNumber(std::string& out, std::uint64_t number);

// The value of the label `le`, which always looks like a float: "5.0", "0.05",
// "+Inf". OpenMetrics 1.0 asks for it, and a bound must not change its label
// between the formats.
void AppendBound(std::string& out, double bound);

}  // namespace pitel
