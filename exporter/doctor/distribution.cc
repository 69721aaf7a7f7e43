#include "doctor/distribution.h"

#include <algorithm>
#include <cmath>

namespace pitel {

void Distribution::Add(double value) {
  if (values_.size() < kMost) values_.push_back(value);
}

double Distribution::Quantile(double share) const {
  if (values_.empty()) return 0;
  std::vector<double> sorted = values_;
  std::sort(sorted.begin(), sorted.end());
  const auto last = static_cast<double>(sorted.size() - 1);
  return sorted[static_cast<std::size_t>(std::floor(share * last + 0.5))];
}

}  // namespace pitel
