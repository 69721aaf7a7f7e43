// A metric family as a plain value, on its way from collecting to rendering.
//
// The call gauges are rebuilt on every poll, tens of thousands of series at a
// time, which prometheus::MetricFamily (a dozen allocations and half a kilobyte
// per series) would make the most expensive part of a poll. A Family borrows
// its label values and contains one number per series. The exporter's own
// counts are in prometheus-cpp instruments and become Families in
// metric/instruments.h.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string_view>
#include <utility>
#include <vector>

namespace pitel {

enum class MetricType { kGauge, kCounter, kHistogram };

// The names of a family's labels, without `target`.
class LabelNames {
 public:
  constexpr LabelNames() = default;
  constexpr LabelNames(std::initializer_list<std::string_view> names)
      : size_(names.size()) {
    std::copy(names.begin(), names.end(), names_.begin());
  }
  constexpr std::size_t size() const { return size_; }
  constexpr const std::string_view* begin() const { return names_.data(); }
  constexpr const std::string_view* end() const { return begin() + size_; }
  constexpr std::string_view operator[](std::size_t i) const {
    return names_[i];
  }
  bool operator==(const LabelNames&) const = default;

 private:
  std::array<std::string_view, 4> names_;
  std::size_t size_ = 0;
};

// How a metric is declared: as a constant, with the functions below. Families
// and pages refer to it for as long as the process lives.
struct FamilyHeader {
  std::string_view name;  // in full: a counter's ends in _total
  std::string_view help;
  MetricType type = MetricType::kGauge;
  LabelNames label_names;

  bool operator==(const FamilyHeader&) const = default;
};

consteval FamilyHeader Gauge(std::string_view name, std::string_view help,
                             LabelNames label_names = {}) {
  return {name, help, MetricType::kGauge, label_names};
}
consteval FamilyHeader Counter(std::string_view name, std::string_view help,
                               LabelNames label_names = {}) {
  return {name, help, MetricType::kCounter, label_names};
}
consteval FamilyHeader Histogram(std::string_view name, std::string_view help,
                                 LabelNames label_names = {}) {
  return {name, help, MetricType::kHistogram, label_names};
}

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

// Series are in the order of their label values, which are already safe
// (base/text.h) and outlive the family that views them.
class Family {
 public:
  explicit Family(const FamilyHeader& header) : header_(&header) {}
  // With one series, which has no labels.
  Family(const FamilyHeader& header, double value)
      : values{value}, header_(&header) {}

  const FamilyHeader& header() const { return *header_; }
  void Add(std::initializer_list<std::string_view> labels, double value) {
    label_values.insert(label_values.end(), labels);
    values.push_back(value);
  }
  void Add(std::initializer_list<std::string_view> labels,
           HistogramValue value) {
    label_values.insert(label_values.end(), labels);
    histograms.push_back(std::move(value));
  }
  std::size_t size() const { return values.size() + histograms.size(); }

  // header().label_names.size() of them per series, one series after the other.
  std::vector<std::string_view> label_values;
  // One per series: the number of a gauge or counter, or the histogram.
  std::vector<double> values;
  std::vector<HistogramValue> histograms;

 private:
  const FamilyHeader* header_;
};

}  // namespace pitel
