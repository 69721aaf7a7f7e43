#pragma once

#include <string>
#include <vector>

#include "endpoint/tenant_filter.h"

namespace pitel {

// Patterns that are valid, for a TenantFilter.
inline std::vector<TenantPattern> ParseTenantPatterns(
    const std::vector<std::string>& texts) {
  std::vector<TenantPattern> patterns;
  for (const auto& text : texts) {
    patterns.push_back(*TenantPattern::Parse(text));
  }
  return patterns;
}

}  // namespace pitel
