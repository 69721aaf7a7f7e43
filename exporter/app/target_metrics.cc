#include "app/target_metrics.h"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>

#include <cstdint>
#include <limits>
#include <string_view>
#include <vector>

namespace pitel {
namespace {

constexpr FamilyHeader kRequests = Counter(
    "pitel_api_requests_total", "Requests sent to the API.", {"operation"});
constexpr FamilyHeader kRequestFailures = Counter(
    "pitel_api_request_failures_total",
    "Failed requests to the API: one per failed poll, and token renewals that "
    "failed while the current token was still valid.",
    {"operation", "reason"});
constexpr FamilyHeader kRequestSeconds = Histogram(
    "pitel_api_request_duration_seconds",
    "Duration of requests to the API, successful or not.", {"operation"});
constexpr FamilyHeader kInterval = Gauge(
    "pitel_poll_interval_seconds", "Configured time between polls of the API.");
constexpr FamilyHeader kTimeout =
    Gauge("pitel_poll_timeout_seconds", "Configured time limit of a poll.");
constexpr FamilyHeader kUp = Gauge(
    "pitel_up",
    "Whether the last poll of the API was successful. The API is polled on a "
    "timer, not when this page is scraped.");
constexpr FamilyHeader kQueueUp =
    Gauge("pitel_queue_up",
          "Whether the last poll brought a response with the target's queues.");
constexpr FamilyHeader kPollSeconds = Gauge(
    "pitel_poll_duration_seconds",
    "Duration of the last poll, successful or not: from its first request to "
    "the counted calls.");
constexpr FamilyHeader kLastSuccess =
    Gauge("pitel_last_success_timestamp_seconds",
          "When the last successful poll sent its request.");
constexpr FamilyHeader kTokenExpiry = Gauge(
    "pitel_api_token_expiry_timestamp_seconds",
    "When the token in use expires, as the API stated it. It is renewed well "
    "before.");
constexpr FamilyHeader kClockSkew = Gauge(
    "pitel_api_clock_skew_seconds",
    "The API's clock minus ours, from the Date header of its last response.");

const std::vector<double> kRequestBounds{0.05, 0.1, 0.25, 0.5, 1,
                                         2.5,  5,   10,   30};
constexpr double kNoValueYet = std::numeric_limits<double>::quiet_NaN();

// The values of one histogram, to be added to another.
class HistogramCopy {
 public:
  HistogramCopy(const prometheus::Histogram& from, prometheus::Histogram& to)
      : to_(to) {
    const auto value = from.Collect().histogram;
    std::uint64_t below = 0;
    for (const auto& bucket : value.bucket) {
      counts_.push_back(static_cast<double>(bucket.cumulative_count - below));
      below = bucket.cumulative_count;
    }
    sum_ = value.sample_sum;
  }
  void Finish() { to_.ObserveMultiple(counts_, sum_); }

 private:
  prometheus::Histogram& to_;
  std::vector<double> counts_;  // of each bucket
  double sum_ = 0;
};

}  // namespace

TargetMetrics::TargetMetrics(std::chrono::nanoseconds interval,
                             std::chrono::nanoseconds timeout, bool queues)
    : up_(instruments_.AddGauge(kUp, kNoValueYet)),
      poll_seconds_(instruments_.AddGauge(kPollSeconds, kNoValueYet)),
      last_success_(instruments_.AddGauge(kLastSuccess, kNoValueYet)),
      token_expiry_(instruments_.AddGauge(kTokenExpiry, kNoValueYet)),
      clock_skew_(instruments_.AddGauge(kClockSkew, kNoValueYet)) {
  for (const Operation operation : kOperations) {
    if (operation == Operation::kQueue && !queues) continue;
    const std::string_view name = ToString(operation);
    requests_[operation] = &instruments_.AddCounter(kRequests, {name});
    request_seconds_[operation] =
        &instruments_.AddHistogram(kRequestSeconds, kRequestBounds, {name});
    for (const FailureReason reason : kFailureReasons) {
      failures_[{operation, reason}] =
          &instruments_.AddCounter(kRequestFailures, {name, ToString(reason)});
    }
  }
  instruments_.AddGauge(kInterval, Seconds(interval));
  instruments_.AddGauge(kTimeout, Seconds(timeout));
  if (queues) queue_up_ = &instruments_.AddGauge(kQueueUp, kNoValueYet);
}

void TargetMetrics::Continue(const TargetMetrics& before, bool keeps_token) {
  std::vector<HistogramCopy> histograms;
  for (const auto& [operation, histogram] : request_seconds_) {
    const auto old = before.request_seconds_.find(operation);
    if (old == before.request_seconds_.end()) continue;
    histograms.emplace_back(*old->second, *histogram);
  }
  // From here on, nothing throws.
  for (HistogramCopy& histogram : histograms) histogram.Finish();
  const auto add = [](const auto& from, const auto& to) {
    for (const auto& [key, counter] : to) {
      const auto old = from.find(key);
      if (old != from.end()) counter->Increment(old->second->Value());
    }
  };
  add(before.requests_, requests_);
  add(before.failures_, failures_);
  up_.Set(before.up_.Value());
  poll_seconds_.Set(before.poll_seconds_.Value());
  last_success_.Set(before.last_success_.Value());
  if (keeps_token) token_expiry_.Set(before.token_expiry_.Value());
  clock_skew_.Set(before.clock_skew_.Value());
  if (queue_up_ != nullptr && before.queue_up_ != nullptr) {
    queue_up_->Set(before.queue_up_->Value());
  }
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

void TargetMetrics::RecordQueueSuccess() noexcept { queue_up_->Set(1); }

void TargetMetrics::RecordQueueFailure(const Failure* failure) noexcept {
  if (failure != nullptr) CountFailure(*failure);
  queue_up_->Set(0);
}

}  // namespace pitel
