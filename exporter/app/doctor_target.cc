#include "app/doctor_target.h"

#include <exception>
#include <utility>

#include "doctor/monitor_rows.h"
#include "doctor/seen_rows.h"
#include "json/rows.h"

namespace pitel {
namespace {

// The endpoint of queues is asked less often than the monitor: only the rows of
// its responses are counted, and most hosts do not have it.
constexpr std::chrono::minutes kBetweenQueueRequests{1};
constexpr std::chrono::minutes kAfterQueueFailure{5};

// Counts nothing itself: the summary has the number of rows.
class RowCounter final : public RowHandler {
 public:
  void ForgetRows() override {}
  std::size_t FieldOf(std::string_view /*key*/) override { return kNoField; }
  bool TakeRow(RowTexts /*texts*/) override { return true; }
};

std::chrono::seconds OffsetOf(const TimeZone& zone, WallTime now) {
  const auto seconds =
      std::chrono::floor<std::chrono::seconds>(now).time_since_epoch();
  const std::chrono::local_seconds local(seconds);
  return local.time_since_epoch() - zone.ToSys(local).time_since_epoch();
}

}  // namespace

// The log names the target as the report does.
DoctorTarget::DoctorTarget(const TargetConfig& config, std::size_t number,
                           HttpClients& clients, Recorder* recorder,
                           const Clock& clock, Log& log)
    : config_(config),
      number_(number),
      recorder_(recorder),
      clock_(clock),
      session_(std::to_string(number), config.api, clients, clock, log) {}

void DoctorTarget::Schedule(SteadyTime first) {
  schedule_.emplace(config_.poll.interval, first);
}

void DoctorTarget::Stop() {
  stopped_ = true;  // first: a poll that is cancelled has not failed
  session_.Cancel();
}

SteadyTime DoctorTarget::Wake(const Moment& began) {
  std::optional<Failure> failure;
  try {
    const SteadyTime deadline = began.steady + config_.poll.timeout;
    failure = Poll(deadline);
    session_.PollEnded(failure);
    if (!failure && !stopped_) AskQueues(deadline);
  } catch (const std::exception&) {
    // Out of memory: this response is lost; the next one may succeed.
    failure = Failure{Operation::kMonitor, FailureReason::kOther, "", {}};
    const std::lock_guard lock(mutex_);
    observer_.Failed(*failure);
  }
  if (stopped_) return SteadyTime::max();
  schedule_->Polled(failure, began.steady, clock_.Now().steady, 0);
  return schedule_->due();
}

std::optional<Failure> DoctorTarget::Poll(SteadyTime deadline) {
  SeenRows rows(hash_, config_.calls.timezone, config_.calls.call_time_zone);
  std::optional<RowsSummary> summary;
  std::optional<RecordedRows> recorded;
  if (recorder_ != nullptr) recorded.emplace(recorder_->pseudonyms());
  const BodyReader read = [&](ByteSource& body) -> std::optional<JsonError> {
    auto result = recorded ? ReadMonitorRows(body, {&rows, &*recorded})
                           : ReadMonitorRows(body, {&rows});
    if (!result) return result.error();
    summary = *result;
    return std::nullopt;
  };
  FetchReport report;
  session_.Fetch({Operation::kMonitor, config_.api.monitor_path}, deadline,
                 read, report);
  if (stopped_ && report.failure) return std::nullopt;
  if (recorded) {
    recorder_->Record(number_, report,
                      report.failure ? "" : recorded->Body(*summary));
  }
  const std::lock_guard lock(mutex_);
  if (!first_poll_) first_poll_ = report.sent.steady;
  if (report.failure) {
    observer_.Failed(*report.failure);
  } else {
    observer_.Succeeded(report, rows, *summary);
  }
  return report.failure;
}

void DoctorTarget::AskQueues(SteadyTime deadline) {
  const SteadyTime now = clock_.Now().steady;
  if (now < next_queue_request_ || now >= deadline) return;
  RowCounter counter;
  std::uint64_t rows = 0;
  const BodyReader read = [&](ByteSource& body) -> std::optional<JsonError> {
    const auto summary = ReadRows(body, counter, Listing::kWithoutTotal);
    if (!summary) return summary.error();
    rows = summary->rows;
    return std::nullopt;
  };
  FetchReport report;
  // The monitor's requests renew the token.
  session_.Fetch({Operation::kQueue, config_.queues.path, true}, deadline, read,
                 report);
  if (stopped_ && report.failure) return;
  next_queue_request_ =
      now + (report.failure ? kAfterQueueFailure : kBetweenQueueRequests);
  const std::lock_guard lock(mutex_);
  observer_.QueueResponded(report.failure, rows);
}

ObservedTarget DoctorTarget::Observed() const {
  const Moment now = clock_.Now();
  const std::lock_guard lock(mutex_);
  ObservedTarget observed;
  observed.observations = observer_.observations();
  if (first_poll_) {
    observed.observations.observed_for = now.steady - *first_poll_;
  }
  observed.settings = {config_.poll.interval,
                       OffsetOf(config_.calls.timezone, now.wall),
                       config_.calls.call_time_zone};
  return observed;
}

}  // namespace pitel
