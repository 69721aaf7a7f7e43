#include "real_counter.h"

#include <cmath>
#include <sstream>
#include <utility>

#include "json/byte_source.h"

namespace pitel::differential {
namespace {

LabelPairs LabelsOf(const Family& family, std::size_t index) {
  LabelPairs labels;
  const auto& names = family.header().label_names;
  for (std::size_t i = 0; i < names.size(); ++i) {
    labels.emplace_back(names[i],
                        family.label_values[index * names.size() + i]);
  }
  return labels;
}

// As on pages: "5.0".
std::string BoundText(double bound) {
  if (std::isinf(bound)) return "+Inf";
  std::ostringstream text;
  text << bound;
  return text.str() + (bound == std::floor(bound) ? ".0" : "");
}

SeriesValues SeriesOf(const HistogramValue& histogram, const std::string& name,
                      LabelPairs labels) {
  SeriesValues series;
  series[SeriesText(name + "_sum", labels)] = histogram.sum;
  series[SeriesText(name + "_count", labels)] =
      static_cast<double>(histogram.buckets.back().cumulative_count);
  for (const auto& [bound, count] : histogram.buckets) {
    const std::string text = BoundText(bound);
    labels.emplace_back("le", text);
    series[SeriesText(name + "_bucket", labels)] = static_cast<double>(count);
    labels.pop_back();
  }
  return series;
}

void AddFamilies(const std::vector<Family>& families, Outcome& outcome) {
  for (const Family& family : families) {
    const std::string name(family.header().name);
    for (std::size_t i = 0; i < family.size(); ++i) {
      SeriesValues series;
      if (family.values.empty()) {
        series = SeriesOf(family.histograms[i], name, LabelsOf(family, i));
      } else {
        series = {{SeriesText(name, LabelsOf(family, i)), family.values[i]}};
      }
      for (const auto& [text, value] : series) {
        if (outcome.series.emplace(text, value).second) continue;
        outcome.failure = "twice: " + text;
      }
    }
  }
}

std::string FailureText(JsonError::Kind kind) {
  switch (kind) {
    case JsonError::Kind::kParse:
      return "parse";
    case JsonError::Kind::kSchema:
      return "schema";
    case JsonError::Kind::kTooLarge:
      break;
  }
  return "too_large";
}

}  // namespace

RealCounter::RealCounter(const CallRules& rules) : endpoint_("", rules) {}

Outcome RealCounter::Poll(const std::string& document, Moment sent) {
  TextSource body(document);
  if (const auto error = endpoint_.Read(body)) {
    return {FailureText(error->kind), {}};
  }
  const EndpointCounts counts = endpoint_.Count({sent, document.size()});
  Outcome outcome;
  AddFamilies(counts.gauges, outcome);
  AddFamilies(counts.counters, outcome);
  endpoint_.Commit();
  for (auto& [series, value] : outcome.series) {
    if (series.starts_with("pitel_api_unknown_values_total") ||
        series.starts_with("pitel_api_rejected_rows_total")) {
      value -= std::exchange(counted_[series], value);
    }
  }
  return outcome;
}

}  // namespace pitel::differential
