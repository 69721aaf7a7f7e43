#include "render/family_text.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <span>
#include <vector>

namespace pitel {
namespace {

// Below this every integral double is written digit by digit; 2^53 has 16.
constexpr double kIntegerLimit = 1e15;

bool IsInteger(double number) {
  return std::fabs(number) < kIntegerLimit && number == std::trunc(number);
}

template <typename T>
void AppendShortest(std::string& out, T number) {
  char digits[32];
  const auto end = std::to_chars(digits, digits + sizeof digits, number).ptr;
  out.append(digits, end);
}

void AppendNumber(std::string& out, std::uint64_t number) {
  AppendShortest(out, number);
}

void AppendNumber(std::string& out, double number) {
  if (std::isnan(number)) {
    out += "NaN";
  } else if (std::isinf(number)) {
    out += number > 0 ? "+Inf" : "-Inf";
  } else if (IsInteger(number)) {
    AppendShortest(out, static_cast<std::int64_t>(number));
  } else {
    AppendShortest(out, number);
  }
}

void AppendEscaped(std::string& out, std::string_view text,
                   bool quotes_too = true) {
  const auto is_special = [quotes_too](char c) {
    return c == '\\' || c == '\n' || (c == '"' && quotes_too);
  };
  while (true) {
    const auto special = std::find_if(text.begin(), text.end(), is_special);
    out.append(text.begin(), special);
    if (special == text.end()) return;
    out += '\\';
    out += *special == '\n' ? 'n' : *special;
    text = {special + 1, text.end()};
  }
}

std::string_view TypeName(MetricType type) {
  constexpr std::string_view kNames[] = {"gauge", "counter", "histogram"};
  return kNames[static_cast<std::size_t>(type)];
}

// The unit of a family, with which its name in OpenMetrics ends; empty if it
// has none. No name ends with another unit (docs/metrics.md).
std::string_view UnitOf(std::string_view name) {
  for (const std::string_view unit : {"seconds", "bytes"}) {
    if (name.ends_with(unit) && name.size() > unit.size() &&
        name[name.size() - unit.size() - 1] == '_') {
      return unit;
    }
  }
  return {};
}

// Whether two values are the same text in memory, as those of neighbouring
// series mostly are.
bool IsSame(std::string_view a, std::string_view b) {
  return a.data() == b.data() && a.size() == b.size();
}

class SampleWriter {
 public:
  SampleWriter(std::string& out, const Family& family, std::string_view target)
      : out_(out),
        family_(family),
        name_(family.header().name),
        line_(name_),
        label_ends_(family.header().label_names.size()) {
    if (!target.empty()) AppendLabel("target", target);
    target_end_ = line_.size();
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
  void AppendLabel(std::string_view name, std::string_view value) {
    line_ += line_.size() == name_.size() ? '{' : ',';
    line_ += name;
    line_ += "=\"";
    AppendEscaped(line_, value);
    line_ += '"';
  }

  // Keeps the first labels of the series before, which often has the same
  // tenant and server.
  void TakeLabels(std::size_t series) {
    const auto& names = family_.header().label_names;
    const std::size_t size = names.size();
    const std::span values(family_.label_values);
    const auto of_series = values.subspan(series * size, size);
    std::size_t i = 0;
    if (series > 0) {
      const auto before = values.subspan((series - 1) * size, size);
      while (i < size && IsSame(of_series[i], before[i])) ++i;
    }
    line_.resize(i == 0 ? target_end_ : label_ends_[i - 1]);
    for (; i < size; ++i) {
      AppendLabel(names[i], of_series[i]);
      label_ends_[i] = line_.size();
    }
  }

  template <typename Number>
  void AppendLine(std::string_view suffix, Number number) {
    if (suffix.empty()) {
      out_ += line_;
    } else {
      out_.append(name_).append(suffix).append(line_, name_.size());
    }
    out_ += line_.size() == name_.size() ? " " : "} ";
    AppendNumber(out_, number);
    out_ += '\n';
  }

  void AppendHistogram(const HistogramValue& histogram) {
    const std::size_t labels_end = line_.size();
    for (const auto& bucket : histogram.buckets) {
      std::string bound;
      AppendNumber(bound, bucket.upper_bound);
      if (IsInteger(bucket.upper_bound)) bound += ".0";
      AppendLabel("le", bound);
      AppendLine("_bucket", bucket.cumulative_count);
      line_.resize(labels_end);
    }
    AppendLine("_sum", histogram.sum);
    AppendLine("_count", histogram.buckets.back().cumulative_count);
  }

  std::string& out_;
  const Family& family_;
  const std::string_view name_;
  std::string line_;  // of the current series: its name and labels, without `}`
  std::size_t target_end_ = 0;
  std::vector<std::size_t> label_ends_;  // in line_
};

}  // namespace

std::string_view OpenMetricsName(const FamilyHeader& header) {
  constexpr std::string_view kTotal = "_total";
  std::string_view name = header.name;
  if (header.type == MetricType::kCounter && name.ends_with(kTotal)) {
    name.remove_suffix(kTotal.size());
  }
  return name;
}

std::string RenderHeaderLines(const FamilyHeader& header, Format format) {
  const std::string name(
      format == Format::kOpenMetrics ? OpenMetricsName(header) : header.name);
  std::string help = "# HELP " + name + " ";
  AppendEscaped(help, header.help, format == Format::kOpenMetrics);
  help += '\n';
  std::string type = "# TYPE " + name + " ";
  type.append(TypeName(header.type)).append("\n");
  if (format == Format::kText) return help + type;
  if (const std::string_view unit = UnitOf(name); !unit.empty()) {
    type.append("# UNIT ").append(name).append(" ").append(unit).append("\n");
  }
  return type + help;
}

void AppendSamples(std::string& out, const Family& family,
                   std::string_view target) {
  SampleWriter(out, family, target).Write();
}

}  // namespace pitel
