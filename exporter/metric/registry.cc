#include "metric/registry.h"

#include <algorithm>
#include <cmath>

namespace pitel {
namespace {

MetricType TypeOf(const prometheus::MetricFamily& family) {
  switch (family.type) {
    case prometheus::MetricType::Counter:
      return MetricType::kCounter;
    case prometheus::MetricType::Histogram:
      return MetricType::kHistogram;
    default:
      return MetricType::kGauge;
  }
}

HistogramValue ValueOf(const prometheus::ClientMetric::Histogram& histogram) {
  HistogramValue value;
  value.sum = histogram.sample_sum;
  for (const auto& bucket : histogram.bucket) {
    value.buckets.push_back({bucket.upper_bound, bucket.cumulative_count});
  }
  return value;
}

bool LabelsLess(const prometheus::ClientMetric& a,
                const prometheus::ClientMetric& b) {
  return a.label < b.label;
}

Family View(const prometheus::MetricFamily& collected) {
  Family family{
      {collected.name, collected.help, TypeOf(collected), {}}, {}, {}, {}};
  for (const auto& label : collected.metric.front().label) {
    family.header.label_names.push_back(label.name);
  }
  for (const auto& metric : collected.metric) {
    for (const auto& label : metric.label) {
      family.label_values.push_back(label.value);
    }
    switch (family.header.type) {
      case MetricType::kCounter:
        family.values.push_back(metric.counter.value);
        break;
      case MetricType::kGauge:
        family.values.push_back(metric.gauge.value);
        break;
      case MetricType::kHistogram:
        family.histograms.push_back(ValueOf(metric.histogram));
        break;
    }
  }
  return family;
}

}  // namespace

CollectedFamilies::CollectedFamilies(const prometheus::Registry& registry)
    : collected_(registry.Collect()) {
  for (auto& family : collected_) {
    std::erase_if(family.metric, [](const prometheus::ClientMetric& metric) {
      return std::isnan(metric.gauge.value);
    });
  }
  std::erase_if(collected_, [](const auto& f) { return f.metric.empty(); });
  std::sort(collected_.begin(), collected_.end(),
            [](const auto& a, const auto& b) { return a.name < b.name; });
  for (auto& family : collected_) {
    std::sort(family.metric.begin(), family.metric.end(), LabelsLess);
    families_.push_back(View(family));
  }
}

}  // namespace pitel
