#include "render/selection.h"

#include "render/family_text.h"

namespace pitel {

bool Selection::HasFamily(const FamilyHeader& header) const {
  if (families.empty()) return true;
  const std::string name(header.name);
  const auto has = [this](std::string_view n) { return families.contains(n); };
  if (has(name)) return true;
  if (header.type == MetricType::kCounter) return has(OpenMetricsName(header));
  if (header.type == MetricType::kGauge) return false;
  return has(name + "_bucket") || has(name + "_sum") || has(name + "_count");
}

bool Selection::HasTarget(std::string_view target) const {
  return targets.empty() || targets.contains(target);
}

}  // namespace pitel
