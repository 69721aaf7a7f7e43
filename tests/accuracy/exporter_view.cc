#include "accuracy/exporter_view.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "json/byte_source.h"

namespace pitel::accuracy {
namespace {

using simulation::kDirections;

void AddTimes(const HistogramValue& histogram, Times& times) {
  times.count += histogram.buckets.back().cumulative_count;
  times.sum += histogram.sum;
  for (const auto& bucket : histogram.buckets) {
    if (bucket.upper_bound == 20) {
      times.within_20_s += bucket.cumulative_count;
    }
  }
}

}  // namespace

CallRules DefaultRules(std::chrono::seconds interval) {
  CallRules rules;
  rules.interval = interval;
  rules.grace =
      std::max<std::chrono::nanoseconds>(2 * interval, std::chrono::seconds(30));
  return rules;
}

int GoneAfter(const CallRules& rules) {
  const auto polls = (rules.grace + rules.interval - rules.grace.zero() -
                      std::chrono::nanoseconds(1)) /
                     rules.interval;
  return static_cast<int>(std::max<std::int64_t>(1, polls));
}

Moment MomentOf(simulation::Time now) {
  return {SteadyTime(now.time_since_epoch()), WallTime(now.time_since_epoch())};
}

ExporterView::ExporterView(const World& world, const CallRules& rules)
    : world_(world), monitor_(rules) {
  row_options_.idle_rows = false;  // they are nobody's calls
}

void ExporterView::Poll() {
  document_.clear();
  simulation::RenderRows(world_.directory(), world_.board(), row_options_,
                         buffer_, [this](std::string_view chunk) {
                           document_.append(chunk);
                           return true;
                         });
  TextSource body(document_);
  auto answer = monitor_.Read(body);
  if (!answer) throw std::logic_error(answer.error().message);
  monitor_.Count(*std::move(answer), MomentOf(world_.now()));
}

Counted ExporterView::counted() const {
  Counted counted;
  for (const auto& [name, tenant] : monitor_.totals().tenants) {
    for (const CallCounts& counts : tenant.counts) {
      counted.started += counts.started;
      counted.answered += counts.answered;
      counted.unanswered += counts.unanswered;
      counted.ended += counts.ended;
    }
    AddTimes(tenant.wait, counted.wait);
  }
  for (const HistogramValue& duration : monitor_.totals().duration) {
    AddTimes(duration, counted.duration);
  }
  return counted;
}

std::vector<Begun> ExporterView::tenants() const {
  const auto& tenants = world_.directory().tenants();
  std::vector<Begun> begun(tenants.size());
  for (std::size_t i = 0; i < tenants.size(); ++i) {
    const auto known = monitor_.totals().tenants.find(tenants[i].name);
    if (known == monitor_.totals().tenants.end()) continue;
    for (const auto direction : kDirections) {
      const auto at = static_cast<std::size_t>(direction);
      begun[i].started[at] = known->second.counts[at].started;
      begun[i].answered[at] = known->second.counts[at].answered;
    }
  }
  return begun;
}

}  // namespace pitel::accuracy
