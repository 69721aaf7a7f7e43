#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "render/selection.h"

namespace pitel {

// The parameters in the query of a request's target, decoded: an escape (%5B)
// becomes its byte and a plus sign a space. A malformed escape stands for
// itself, and a parameter without a value has the value "".
std::vector<std::pair<std::string, std::string>> ParseQuery(
    std::string_view target);

// What `name[]` and `target` select, each of which may be repeated. Other
// parameters are ignored.
Selection ParseSelection(std::string_view target);

}  // namespace pitel
