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
                           std::chrono::seconds interval) {
  TargetConfig config;
  config.name = name;
  config.poll = {interval, interval * 4 / 5, 3 * interval};
  config.calls.interval = interval;
  config.calls.grace =
      std::max<nanoseconds>(2 * interval, std::chrono::seconds(30));
  return config;
}

FetchReport Report(const Moment& sent, nanoseconds took) {
  FetchReport report;
  report.sent = sent;
  report.requests.push_back({Operation::kMonitor, took});
  return report;
}

}  // namespace

PolledTarget::PolledTarget(const std::string& name,
                           std::chrono::seconds interval)
    : target_(DefaultConfig(name, interval)) {}

void PolledTarget::Succeed(std::string_view document, const Moment& sent,
                           std::chrono::duration<double> took,
                           double clock_skew) {
  TextSource body(document);
  if (const auto error = target_.Read(0, body)) {
    throw std::logic_error(error->message);
  }
  const auto duration = std::chrono::duration_cast<nanoseconds>(took);
  FetchReport report = Report(sent, duration);
  report.response_bytes = document.size();
  report.clock_skew = clock_skew;
  target_.RecordRequests(report);
  target_.Commit(0, target_.Count(0, report));
  target_.Succeed(report, {sent, duration});
}

void PolledTarget::Fail(FailureReason reason, const Moment& sent,
                        std::chrono::duration<double> took) {
  const auto duration = std::chrono::duration_cast<nanoseconds>(took);
  target_.RecordRequests(Report(sent, duration));
  target_.Fail({Operation::kMonitor, reason, "", {}}, {sent, duration});
}

std::string PolledTarget::Samples(SteadyTime now) const {
  return SamplesOf(target_.Shown(), now);
}

}  // namespace pitel::history
