#include "history/polled_target.h"

#include <algorithm>
#include <span>
#include <stdexcept>
#include <utility>

#include "calls/call_counters.h"
#include "calls/metrics.h"
#include "json/byte_source.h"
#include "render/samples.h"

namespace pitel::history {
namespace {

// As the configuration has it where it says nothing.
CallRules DefaultRules(std::chrono::seconds interval) {
  CallRules rules;
  rules.interval = interval;
  rules.grace = std::max<std::chrono::nanoseconds>(2 * interval,
                                                   std::chrono::seconds(30));
  return rules;
}

std::string RenderAll(std::span<const Family> families,
                      std::string_view target) {
  std::string lines;
  for (const Family& family : families) lines += RenderSamples(family, target);
  return lines;
}

PollReport Report(const Moment& sent, std::chrono::duration<double> took) {
  PollReport report;
  report.sent = sent;
  report.requests.push_back(
      {Operation::kMonitor,
       std::chrono::duration_cast<std::chrono::nanoseconds>(took)});
  return report;
}

}  // namespace

PolledTarget::PolledTarget(std::string name, std::chrono::seconds interval)
    : name_(std::move(name)),
      max_age_(3 * interval),
      monitor_(DefaultRules(interval)),
      metrics_(interval, interval * 4 / 5) {}

void PolledTarget::Answered(std::string_view document, const Moment& sent,
                            std::chrono::duration<double> took,
                            double clock_skew) {
  TextSource body(document);
  auto answer = monitor_.Read(body);
  if (!answer) throw std::logic_error(answer.error().message);
  const CallSnapshot snapshot = monitor_.Count(*std::move(answer), sent);
  PollReport report = Report(sent, took);
  report.clock_skew = clock_skew;
  metrics_.Record(report, &snapshot,
                  std::chrono::duration_cast<std::chrono::nanoseconds>(took));
  gauges_ = RenderAll(CallGauges(snapshot), name_);
  counters_ = RenderAll(CallCounters(monitor_.totals()), name_);
  gauges_fade_at_ = sent.steady + max_age_;
}

void PolledTarget::Failed(FailureReason reason, const Moment& sent,
                          std::chrono::duration<double> took) {
  PollReport report = Report(sent, took);
  report.failure = Failure{Operation::kMonitor, reason, "", std::nullopt};
  metrics_.Record(report, nullptr,
                  std::chrono::duration_cast<std::chrono::nanoseconds>(took));
}

std::string PolledTarget::Samples(SteadyTime now) const {
  std::string lines = RenderAll(metrics_.Collect().families(), name_);
  lines += counters_;
  if (now < gauges_fade_at_) lines += gauges_;
  return lines;
}

}  // namespace pitel::history
