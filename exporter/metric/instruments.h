#pragma once

#include <prometheus/registry.h>

#include <initializer_list>
#include <string_view>
#include <vector>

#include "metric/family.h"

namespace pitel {

// The values of prometheus-cpp instruments at one moment: families by name,
// each with its series by label values. A gauge that is NaN has no value yet,
// so it has no series. Owns the label values that its families view.
class CollectedFamilies {
 public:
  // Each collected family has the header of its name.
  CollectedFamilies(std::vector<prometheus::MetricFamily> collected,
                    const std::vector<const FamilyHeader*>& headers);

  const std::vector<Family>& families() const { return families_; }

 private:
  std::vector<prometheus::MetricFamily> collected_;
  std::vector<Family> families_;
};

// A set of prometheus-cpp instruments. Each Add returns the instrument of a
// family's series with these values of the header's labels, and adds both if
// need be. Instruments live as long as the set, headers longer.
class Instruments {
 public:
  using LabelValues = std::initializer_list<std::string_view>;

  prometheus::Counter& AddCounter(const FamilyHeader& header,
                                  LabelValues values = {});
  prometheus::Gauge& AddGauge(const FamilyHeader& header, double value,
                              LabelValues values = {});
  // The last bucket, +Inf, is not among `bounds`.
  prometheus::Histogram& AddHistogram(const FamilyHeader& header,
                                      const std::vector<double>& bounds,
                                      LabelValues values = {});

  CollectedFamilies Collect() const { return {registry_.Collect(), headers_}; }

 private:
  template <typename Builder, typename... Arguments>
  auto& Add(Builder builder, const FamilyHeader& header, LabelValues values,
            Arguments&&... arguments);

  prometheus::Registry registry_;
  std::vector<const FamilyHeader*> headers_;
};

}  // namespace pitel
