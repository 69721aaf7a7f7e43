// What crosses from collecting to rendering: a metric family as a plain value.
//
// The call gauges are rebuilt on every poll, tens of thousands of series at a
// time, which prometheus::MetricFamily (a dozen allocations and half a kilobyte
// per series) would make the dearest part of a poll. A Family borrows its label
// values and holds one number per series. What the exporter counts about itself
// lives in prometheus-cpp instruments and becomes Families in
// metric/registry.h.
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace pitel {

enum class MetricType { kGauge, kCounter, kHistogram };

struct FamilyHeader {
  std::string name;  // in full: a counter's ends in _total
  std::string help;
  MetricType type = MetricType::kGauge;
  std::vector<std::string> label_names;

  bool operator==(const FamilyHeader&) const = default;
};

// Bounds ascend and the last is +Inf; counts are cumulative.
struct HistogramValue {
  struct Bucket {
    double upper_bound;
    std::uint64_t cumulative_count;
    bool operator==(const Bucket&) const = default;
  };
  std::vector<Bucket> buckets;
  double sum = 0;

  bool operator==(const HistogramValue&) const = default;
};

// Series stand in the order of their label values, which are already safe
// (base/text.h) and outlive the family that views them.
struct Family {
  FamilyHeader header;
  // header.label_names.size() of them per series, one series after the other.
  std::vector<std::string_view> label_values;
  // One per series: the number of a gauge or counter, or the histogram.
  std::vector<double> values;
  std::vector<HistogramValue> histograms;

  void Add(std::initializer_list<std::string_view> labels, double value) {
    label_values.insert(label_values.end(), labels);
    values.push_back(value);
  }
  void Add(std::initializer_list<std::string_view> labels,
           HistogramValue value);
  std::size_t size() const { return values.size() + histograms.size(); }
};

// A family without series.
Family MakeFamily(MetricType type, std::string_view name, std::string_view help,
                  std::initializer_list<const char*> label_names = {});

// A family with one series, which has no labels.
Family SingleSeries(MetricType type, std::string_view name,
                    std::string_view help, double value);

}  // namespace pitel
