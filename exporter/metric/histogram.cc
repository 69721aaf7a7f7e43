#include "metric/histogram.h"

#include <limits>

namespace pitel {

HistogramValue EmptyHistogram(std::span<const double> bounds) {
  HistogramValue histogram;
  for (const double bound : bounds) histogram.buckets.push_back({bound, 0});
  histogram.buckets.push_back({std::numeric_limits<double>::infinity(), 0});
  return histogram;
}

void Observe(HistogramValue& histogram, std::chrono::duration<double> time) {
  const double seconds = time.count();
  for (auto& bucket : histogram.buckets) {
    if (seconds <= bucket.upper_bound) ++bucket.cumulative_count;
  }
  histogram.sum += seconds;
}

}  // namespace pitel
