#pragma once

#include <prometheus/registry.h>

#include <vector>

#include "metric/family.h"

namespace pitel {

// The values of prometheus-cpp instruments at one moment: families by name,
// each with its series by label values. A gauge that is NaN has no value yet,
// so it has no series. Owns the strings that its families refer to.
class CollectedFamilies {
 public:
  explicit CollectedFamilies(const prometheus::Registry& registry);

  const std::vector<Family>& families() const { return families_; }

 private:
  std::vector<prometheus::MetricFamily> collected_;
  std::vector<Family> families_;
};

}  // namespace pitel
