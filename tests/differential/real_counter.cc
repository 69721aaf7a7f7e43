#include "real_counter.h"

#include "calls/metrics.h"
#include "calls/monitor.h"
#include "json/byte_source.h"

namespace pitel::differential {
namespace {

std::string SeriesOf(const Family& family, std::size_t index) {
  std::vector<std::pair<std::string_view, std::string_view>> labels;
  const auto& names = family.header.label_names;
  for (std::size_t i = 0; i < names.size(); ++i) {
    labels.emplace_back(names[i],
                        family.label_values[index * names.size() + i]);
  }
  return SeriesText(family.header.name, labels);
}

void AddIncrements(const CallSnapshot& snapshot, SeriesValues& series) {
  const auto add_unknown = [&](std::string_view field, std::uint64_t count) {
    series[SeriesText("pitel_api_unknown_values_total", {{"field", field}})] =
        static_cast<double>(count);
  };
  add_unknown("call_state", snapshot.unknown_values.call_state);
  add_unknown("direction", snapshot.unknown_values.direction);
  add_unknown("call_time", snapshot.unknown_values.call_time);
  series[SeriesText("pitel_api_rejected_rows_total",
                    {{"reason", "not_an_object"}})] =
      static_cast<double>(snapshot.rows.not_an_object);
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

RealCounter::RealCounter(const CallRules& rules)
    : monitor_(std::make_unique<CallMonitor>(rules)) {}

RealCounter::~RealCounter() = default;

Outcome RealCounter::Poll(const std::string& document, Moment sent) {
  TextSource body(document);
  auto answer = monitor_->Read(body);
  if (!answer) return {FailureText(answer.error().kind), {}};
  const CallSnapshot snapshot = monitor_->Count(*std::move(answer), sent);
  Outcome outcome;
  for (const Family& family : CallGauges(snapshot)) {
    for (std::size_t i = 0; i < family.values.size(); ++i) {
      const bool is_new =
          outcome.series.emplace(SeriesOf(family, i), family.values[i]).second;
      if (!is_new) outcome.failure = "twice: " + SeriesOf(family, i);
    }
  }
  AddIncrements(snapshot, outcome.series);
  return outcome;
}

}  // namespace pitel::differential
