#include "plain_totals.h"

#include <algorithm>
#include <numeric>

namespace pitel::plain {
namespace {

using differential::LabelPairs;
using differential::SeriesText;
using differential::SeriesValues;

const std::vector<std::string> kWaitBounds = {"5.0",   "10.0",  "15.0", "20.0",
                                              "30.0",  "45.0",  "60.0", "90.0",
                                              "120.0", "180.0", "+Inf"};
const std::vector<std::string> kDurationBounds = {
    "10.0",  "30.0",   "60.0",   "120.0",  "300.0",
    "600.0", "1800.0", "3600.0", "7200.0", "+Inf"};

void AddHistogram(const std::string& name, const LabelPairs& labels,
                  const std::vector<std::string>& bounds,
                  const std::vector<double>& values, SeriesValues& series) {
  for (const std::string& bound : bounds) {
    LabelPairs of_bucket = labels;
    of_bucket.emplace_back("le", bound);
    const auto is_within = [&](double value) {
      return bound == "+Inf" || value <= std::stod(bound);
    };
    series[SeriesText(name + "_bucket", of_bucket)] =
        double(std::ranges::count_if(values, is_within));
  }
  series[SeriesText(name + "_count", labels)] = double(values.size());
  series[SeriesText(name + "_sum", labels)] =
      std::accumulate(values.begin(), values.end(), 0.0);
}

std::string Series(Totals::Event event, const std::string& tenant,
                   Direction direction) {
  const std::string direction_text = Text(direction);
  LabelPairs labels = {{"tenant", tenant}, {"direction", direction_text}};
  switch (event) {
    case Totals::kStarted:
      return SeriesText("pitel_calls_started_total", labels);
    case Totals::kAnswered:
      return SeriesText("pitel_calls_answered_total", labels);
    case Totals::kUnanswered:
      return SeriesText("pitel_calls_unanswered_total", labels);
    case Totals::kEnded:
      return SeriesText("pitel_calls_ended_total", labels);
    case Totals::kLostRinging:
      labels.emplace_back("state", "ringing");
      break;
    case Totals::kLostOncall:
      labels.emplace_back("state", "oncall");
      break;
  }
  return SeriesText("pitel_calls_lost_total", labels);
}

}  // namespace

void Totals::Add(Event event, const std::string& tenant, Direction direction) {
  ++tenants_[tenant].counts[direction][event];
}

void Totals::AddWait(const std::string& tenant,
                     std::chrono::duration<double> wait) {
  tenants_[tenant].waits.push_back(wait.count());
}

void Totals::AddDuration(Direction direction,
                         std::chrono::duration<double> duration) {
  durations_[direction].push_back(duration.count());
}

void Totals::KeepOnly(const std::set<std::string>& tenants) {
  std::erase_if(tenants_, [&](const auto& each) {
    return !tenants.contains(each.first);
  });
  for (const std::string& tenant : tenants) tenants_[tenant];
}

double Totals::Count(Event event, const std::string& tenant,
                     Direction direction) const {
  const auto& counts = tenants_.at(tenant).counts;
  const auto found = counts.find(direction);
  if (found == counts.end() || !found->second.contains(event)) return 0;
  return found->second.at(event);
}

std::set<std::string> Totals::tenants() const {
  std::set<std::string> names;
  for (const auto& [name, tenant] : tenants_) names.insert(name);
  return names;
}

void Totals::AddTo(SeriesValues& series) const {
  for (const auto& [name, tenant] : tenants_) {
    for (const auto& [direction, counts] : tenant.counts) {
      for (const Event event : {kStarted, kAnswered, kUnanswered, kEnded,
                                kLostRinging, kLostOncall}) {
        series[Series(event, name, direction)] = Count(event, name, direction);
      }
    }
    AddHistogram("pitel_call_wait_seconds", {{"tenant", name}}, kWaitBounds,
                 tenant.waits, series);
  }
  for (const auto& [direction, durations] : durations_) {
    const std::string direction_text = Text(direction);
    AddHistogram("pitel_call_duration_seconds", {{"direction", direction_text}},
                 kDurationBounds, durations, series);
  }
}

}  // namespace pitel::plain
