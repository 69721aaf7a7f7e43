#include "history/polled_target.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "json/byte_source.h"
#include "support/page_text.h"

namespace pitel::history {
namespace {

using std::chrono::nanoseconds;

// The defaults of the configuration.
TargetConfig DefaultConfig(const std::string& name,
                           std::chrono::seconds interval, bool has_queues) {
  TargetConfig config;
  config.name = name;
  config.poll = {interval, interval * 4 / 5, 3 * interval};
  config.calls.interval = interval;
  config.calls.grace =
      std::max<nanoseconds>(2 * interval, std::chrono::seconds(30));
  config.queues.enabled = has_queues;
  config.queues.naming.label = QueueLabel::kName;
  return config;
}

FetchReport Report(Operation operation, const Moment& sent, nanoseconds took) {
  FetchReport report;
  report.sent = sent;
  report.requests.push_back({operation, took});
  return report;
}

}  // namespace

PolledTarget::PolledTarget(const std::string& name,
                           std::chrono::seconds interval, bool has_queues)
    : target_(DefaultConfig(name, interval, has_queues)) {}

void PolledTarget::Succeed(std::string_view document, const Moment& sent,
                           std::chrono::duration<double> took,
                           double clock_skew, std::string_view queues) {
  const auto duration = std::chrono::duration_cast<nanoseconds>(took);
  FetchReport report = Report(Operation::kMonitor, sent, duration);
  report.clock_skew = clock_skew;
  Count(0, document, report);
  target_.Succeed(report, {sent, duration});
  if (queues.empty()) return;
  report = Report(Operation::kQueue, sent, duration);
  report.clock_skew = clock_skew;
  Count(1, queues, report);
  target_.FurtherSucceeded(1);
}

void PolledTarget::Count(std::size_t endpoint, std::string_view document,
                         FetchReport& report) {
  TextSource body(document);
  if (const auto error = target_.Read(endpoint, body)) {
    throw std::logic_error(error->message);
  }
  report.response_bytes = document.size();
  target_.RecordRequests(report);
  target_.Commit(endpoint, target_.Count(endpoint, report));
}

void PolledTarget::Fail(FailureReason reason, const Moment& sent,
                        std::chrono::duration<double> took) {
  const auto duration = std::chrono::duration_cast<nanoseconds>(took);
  target_.RecordRequests(Report(Operation::kMonitor, sent, duration));
  target_.Fail({Operation::kMonitor, reason, "", {}}, {sent, duration});
}

std::string PolledTarget::Samples(SteadyTime now) const {
  return SamplesOf(target_.Shown(), now);
}

}  // namespace pitel::history
