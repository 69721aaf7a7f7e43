#include "accuracy/exporter_view.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "json/byte_source.h"

namespace pitel::accuracy {
namespace {

using simulation::kDirections;

}  // namespace

void AddTimes(const HistogramValue& histogram, Times& times) {
  times.count += histogram.buckets.back().cumulative_count;
  times.sum += histogram.sum;
  for (const auto& bucket : histogram.buckets) {
    if (bucket.upper_bound == 20) {
      times.within_20_s += bucket.cumulative_count;
    }
  }
}

CallRules DefaultRules(std::chrono::seconds interval) {
  CallRules rules;
  rules.interval = interval;
  rules.grace = std::max<std::chrono::nanoseconds>(2 * interval,
                                                   std::chrono::seconds(30));
  return rules;
}

int GoneAfter(const CallRules& rules) {
  const std::chrono::nanoseconds almost =
      rules.interval - std::chrono::nanoseconds(1);
  return static_cast<int>(
      std::max<std::int64_t>(1, (rules.grace + almost) / rules.interval));
}

ExporterView::ExporterView(const World& world, const CallRules& rules)
    : world_(world), rules_(rules) {}

bool ExporterView::Poll(std::uint64_t most_rows) {
  simulation::RowOptions options;
  options.idle_rows = false;
  options.most_rows = most_rows;
  options.switch_rows = world_.parameters().quirks.switch_rows;
  options.switch_seed = world_.parameters().seed;
  document_.clear();
  const std::uint64_t rows =
      simulation::RenderRows(world_.directory(), world_.board(), options,
                             buffer_, [this](std::string_view chunk) {
                               document_.append(chunk);
                               return true;
                             });
  Count(document_);
  return rows <= most_rows;
}

void ExporterView::PollEmpty() { Count(R"({"data":[],"total":0})"); }

void ExporterView::Count(std::string_view document) {
  const auto now = world_.now().time_since_epoch();
  TextSource body(document);
  auto response = monitor_.Read(rules_, body);
  if (!response) throw std::logic_error(response.error().message);
  auto counted = monitor_.Count(rules_, *std::move(response),
                                {SteadyTime(now), WallTime(now)});
  for (const auto& tenant : counted.snapshot.tenants) {
    backlog_.exporter += tenant.ringing_callers;
  }
  for (const auto& live : world_.LiveCalls()) {
    backlog_.truth += live.phase == simulation::Phase::kRinging &&
                      live.call.direction == simulation::Direction::kInbound;
  }
  monitor_.Commit(std::move(counted));
}

Counted ExporterView::counted() const {
  Counted counted;
  for (const auto& [name, tenant] :
       monitor_.history().tracker.totals().tenants) {
    for (const CallCounts& counts : tenant.counts) {
      counted.started += counts.started;
      counted.answered += counts.answered;
      counted.unanswered += counts.unanswered;
      counted.ended += counts.ended;
    }
    AddTimes(tenant.wait, counted.wait);
  }
  for (const HistogramValue& duration :
       monitor_.history().tracker.totals().duration) {
    AddTimes(duration, counted.duration);
  }
  return counted;
}

std::vector<Begun> ExporterView::tenants() const {
  const auto& tenants = world_.directory().tenants();
  std::vector<Begun> begun(tenants.size());
  for (std::size_t i = 0; i < tenants.size(); ++i) {
    const auto known =
        monitor_.history().tracker.totals().tenants.find(tenants[i].name);
    if (known == monitor_.history().tracker.totals().tenants.end()) continue;
    for (const auto direction : kDirections) {
      const auto at = static_cast<std::size_t>(direction);
      begun[i].started[at] = known->second.counts[at].started;
      begun[i].answered[at] = known->second.counts[at].answered;
    }
  }
  return begun;
}

}  // namespace pitel::accuracy
