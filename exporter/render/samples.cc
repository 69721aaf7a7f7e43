#include "render/samples.h"

#include <algorithm>
#include <span>

#include "render/numbers.h"

namespace pitel {
namespace {

void AppendEscaped(std::string& out, std::string_view value) {
  const auto is_plain = [](char c) {
    return c != '\\' && c != '"' && c != '\n';
  };
  if (std::all_of(value.begin(), value.end(), is_plain)) {
    out += value;
    return;
  }
  for (const char c : value) {
    if (!is_plain(c)) out += '\\';
    out += c == '\n' ? 'n' : c;
  }
}

void AppendLabel(std::string& out, std::string_view name,
                 std::string_view value) {
  if (!out.empty()) out += ',';
  out += name;
  out += "=\"";
  AppendEscaped(out, value);
  out += '"';
}

class SampleWriter {
 public:
  SampleWriter(std::string& out, const Family& family, std::string_view target)
      : out_(out), family_(family) {
    if (!target.empty()) AppendLabel(labels_, "target", target);
    target_size_ = labels_.size();
  }

  void Write() {
    for (std::size_t i = 0; i < family_.values.size(); ++i) {
      TakeLabels(i);
      AppendLine("", family_.values[i]);
    }
    for (std::size_t i = 0; i < family_.histograms.size(); ++i) {
      TakeLabels(i);
      AppendHistogram(family_.histograms[i]);
    }
  }

 private:
  void TakeLabels(std::size_t series) {
    const auto& names = family_.header().label_names;
    const std::span values(family_.label_values);
    labels_.resize(target_size_);
    for (std::size_t i = 0; i < names.size(); ++i) {
      AppendLabel(labels_, names[i], values[series * names.size() + i]);
    }
  }

  template <typename Number>
  void AppendLine(std::string_view suffix, Number number) {
    out_ += family_.header().name;
    out_ += suffix;
    if (!labels_.empty()) {
      out_ += '{';
      out_ += labels_;
      out_ += '}';
    }
    out_ += ' ';
    AppendNumber(out_, number);
    out_ += '\n';
  }

  void AppendHistogram(const HistogramValue& histogram) {
    const std::size_t labels_size = labels_.size();
    for (const auto& bucket : histogram.buckets) {
      std::string bound;
      AppendBound(bound, bucket.upper_bound);
      AppendLabel(labels_, "le", bound);
      AppendLine("_bucket", bucket.cumulative_count);
      labels_.resize(labels_size);
    }
    AppendLine("_sum", histogram.sum);
    AppendLine("_count", histogram.buckets.back().cumulative_count);
  }

  std::string& out_;
  const Family& family_;
  std::string labels_;  // of the current series, without braces
  std::size_t target_size_ = 0;
};

}  // namespace

void AppendSamples(std::string& out, const Family& family,
                   std::string_view target) {
  SampleWriter(out, family, target).Write();
}

}  // namespace pitel
