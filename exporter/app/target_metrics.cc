#include "app/target_metrics.h"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>

#include <limits>
#include <string>

namespace pitel {
namespace {

prometheus::Gauge& GaugeIn(
    prometheus::Registry& registry, const char* name, const char* help,
    double value = std::numeric_limits<double>::quiet_NaN()) {
  auto& gauge =
      prometheus::BuildGauge().Name(name).Help(help).Register(registry).Add({});
  gauge.Set(value);
  return gauge;
}

prometheus::Family<prometheus::Counter>& CounterIn(
    prometheus::Registry& registry, const char* name, const char* help) {
  return prometheus::BuildCounter().Name(name).Help(help).Register(registry);
}

}  // namespace

TargetMetrics::TargetMetrics(std::chrono::nanoseconds interval,
                             std::chrono::nanoseconds timeout)
    : up_(GaugeIn(registry_, "pitel_up",
                  "Whether the last poll of the API was successful. The API is "
                  "polled on a timer, not when this page is scraped.")),
      poll_seconds_(GaugeIn(registry_, "pitel_poll_duration_seconds",
                            "Duration of the last poll, successful or not: "
                            "from its first request to the counted calls.")),
      last_success_(GaugeIn(registry_, "pitel_last_success_timestamp_seconds",
                            "When the last successful poll sent its request.")),
      token_expiry_(GaugeIn(registry_,
                            "pitel_api_token_expiry_timestamp_seconds",
                            "When the token in use expires, as the API stated "
                            "it. It is renewed well before.")),
      clock_skew_(GaugeIn(registry_, "pitel_api_clock_skew_seconds",
                          "The API's clock minus ours, from the Date header of "
                          "its last response.")) {
  auto& requests = CounterIn(registry_, "pitel_api_requests_total",
                             "Requests sent to the API.");
  auto& failures = CounterIn(registry_, "pitel_api_request_failures_total",
                             "Failed requests to the API: one per failed "
                             "poll, and token renewals that failed while the "
                             "current token was still valid.");
  auto& seconds =
      prometheus::BuildHistogram()
          .Name("pitel_api_request_duration_seconds")
          .Help("Duration of requests to the API, successful or not.")
          .Register(registry_);
  for (const Operation operation : kOperations) {
    const std::string name(ToString(operation));
    requests_[operation] = &requests.Add({{"operation", name}});
    request_seconds_[operation] = &seconds.Add(
        {{"operation", name}}, prometheus::Histogram::BucketBoundaries{
                                   0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30});
    for (const FailureReason reason : kFailureReasons) {
      failures_[{operation, reason}] = &failures.Add(
          {{"operation", name}, {"reason", std::string(ToString(reason))}});
    }
  }
  GaugeIn(registry_, "pitel_poll_interval_seconds",
          "Configured time between polls of the API.", Seconds(interval));
  GaugeIn(registry_, "pitel_poll_timeout_seconds",
          "Configured time limit of a poll.", Seconds(timeout));
}

void TargetMetrics::CountFailure(const Failure& failure) noexcept {
  failures_.at({failure.operation, failure.reason})->Increment();
}

void TargetMetrics::RecordRequests(const FetchReport& report) noexcept {
  for (const SentRequest& request : report.requests) {
    requests_.at(request.operation)->Increment();
    request_seconds_.at(request.operation)->Observe(Seconds(request.duration));
  }
  if (report.renewal_failure) CountFailure(*report.renewal_failure);
  if (report.token_expiry) token_expiry_.Set(UnixSeconds(*report.token_expiry));
  if (report.clock_skew) clock_skew_.Set(*report.clock_skew);
}

void TargetMetrics::RecordSuccess(const FetchReport& report,
                                  std::chrono::nanoseconds duration) noexcept {
  up_.Set(1);
  poll_seconds_.Set(Seconds(duration));
  last_success_.Set(UnixSeconds(report.sent.wall));
}

void TargetMetrics::RecordFailure(const Failure& failure,
                                  std::chrono::nanoseconds duration) noexcept {
  CountFailure(failure);
  up_.Set(0);
  poll_seconds_.Set(Seconds(duration));
}

}  // namespace pitel
