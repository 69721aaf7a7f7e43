#include "metric/instruments.h"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

namespace pitel {
namespace {

HistogramValue ValueOf(const prometheus::ClientMetric::Histogram& histogram) {
  HistogramValue value;
  value.sum = histogram.sample_sum;
  for (const auto& bucket : histogram.bucket) {
    value.buckets.push_back({bucket.upper_bound, bucket.cumulative_count});
  }
  return value;
}

Family View(const prometheus::MetricFamily& collected,
            const FamilyHeader& header) {
  Family family(header);
  for (const auto& metric : collected.metric) {
    for (const auto& label : metric.label) {
      family.label_values.push_back(label.value);
    }
    switch (header.type) {
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

CollectedFamilies::CollectedFamilies(
    std::vector<prometheus::MetricFamily> collected,
    const std::vector<const FamilyHeader*>& headers)
    : collected_(std::move(collected)) {
  for (auto& family : collected_) {
    std::erase_if(family.metric, [](const prometheus::ClientMetric& metric) {
      return std::isnan(metric.gauge.value);
    });
  }
  std::erase_if(collected_, [](const auto& f) { return f.metric.empty(); });
  std::ranges::sort(collected_, {}, &prometheus::MetricFamily::name);
  for (auto& family : collected_) {
    std::ranges::sort(family.metric, {}, &prometheus::ClientMetric::label);
    const auto header =
        std::ranges::find(headers, family.name, &FamilyHeader::name);
    families_.push_back(View(family, **header));
  }
}

template <typename Builder, typename... Arguments>
auto& Instruments::Add(Builder builder, const FamilyHeader& header,
                       LabelValues values, Arguments&&... arguments) {
  if (std::ranges::find(headers_, &header) == headers_.end()) {
    headers_.push_back(&header);
  }
  prometheus::Labels labels;
  std::size_t i = 0;
  for (const std::string_view value : values) {
    labels.emplace(header.label_names[i++], value);
  }
  return builder.Name(std::string(header.name))
      .Help(std::string(header.help))
      .Register(registry_)
      .Add(labels, std::forward<Arguments>(arguments)...);
}

prometheus::Counter& Instruments::AddCounter(const FamilyHeader& header,
                                             LabelValues values) {
  return Add(prometheus::BuildCounter(), header, values);
}

prometheus::Gauge& Instruments::AddGauge(const FamilyHeader& header,
                                         double value, LabelValues values) {
  return Add(prometheus::BuildGauge(), header, values, value);
}

prometheus::Histogram& Instruments::AddHistogram(
    const FamilyHeader& header, const std::vector<double>& bounds,
    LabelValues values) {
  return Add(prometheus::BuildHistogram(), header, values, bounds);
}

}  // namespace pitel
