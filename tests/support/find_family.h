#pragma once

#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "metric/family.h"

namespace pitel {

// The family of that name; throws if there is none.
inline Family FindFamily(const std::vector<Family>& families,
                         std::string_view name) {
  for (const Family& family : families) {
    if (family.header().name == name) return family;
  }
  throw std::runtime_error(std::string(name) + " is missing");
}

}  // namespace pitel
