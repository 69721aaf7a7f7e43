#include "app/poll_log.h"

#include <algorithm>
#include <exception>
#include <utility>

#include "base/clock.h"

namespace pitel {
namespace {

// "rows: 12, active calls: 3"
std::string FactsOf(const EndpointOverview& endpoint) {
  std::string text;
  for (const auto& [name, value] : endpoint.summary.facts) {
    if (!text.empty()) text += ", ";
    text.append(name).append(": ").append(std::to_string(value));
  }
  std::replace(text.begin(), text.end(), '_', ' ');
  return text;
}

}  // namespace

PollLog::PollLog(std::string target, Log& log)
    : target_(std::move(target)), log_(log) {}

void PollLog::Succeeded(const FetchReport& report,
                        const TargetOverview& overview) noexcept try {
  const bool was_up = WasUp(0);
  NoteRenewal(report);
  NoteWarning(0, overview);
  const std::string facts = FactsOf(overview.endpoints.front());
  const Log::Fields fields = {{"target", target_},
                              {"response", facts},
                              {"seconds", Seconds(overview.poll_duration)}};
  was_up ? log_.Debug("poll", fields) : log_.Info("target is up", fields);
} catch (const std::exception&) {
}

void PollLog::Failed(const Failure& failure) noexcept try {
  const bool is_known = HadFailed(0, failure);
  LogFailure(failure, is_known, is_known ? "poll failed again" : "poll failed");
} catch (const std::exception&) {
}

void PollLog::FurtherSucceeded(std::size_t endpoint, Operation operation,
                               const TargetOverview& overview) noexcept try {
  const bool was_up = WasUp(endpoint);
  NoteWarning(endpoint, overview);
  const std::string facts = FactsOf(overview.endpoints[endpoint]);
  const Log::Fields fields = {{"target", target_},
                              {"operation", ToString(operation)},
                              {"response", facts}};
  was_up ? log_.Debug("endpoint", fields) : log_.Info("endpoint is up", fields);
} catch (const std::exception&) {
}

void PollLog::FurtherFailed(std::size_t endpoint,
                            const Failure& failure) noexcept try {
  const bool is_known = HadFailed(endpoint, failure);
  LogFailure(failure, is_known,
             is_known ? "endpoint failed again" : "endpoint failed");
} catch (const std::exception&) {
}

void PollLog::BackingOff(std::chrono::nanoseconds wait) noexcept try {
  log_.Info("backing off", {{"target", target_}, {"seconds", Seconds(wait)}});
} catch (const std::exception&) {
}

void PollLog::NoteRenewal(const FetchReport& report) {
  if (!report.renewal_failure) return;
  log_.Warn("token renewal failed, using the current token",
            {{"target", target_},
             {"reason", ToString(report.renewal_failure->reason)},
             {"detail", report.renewal_failure->detail}});
}

void PollLog::NoteWarning(std::size_t endpoint,
                          const TargetOverview& overview) {
  const std::string_view warning = overview.endpoints[endpoint].summary.warning;
  if (!warning.empty() && warning != known_[endpoint].warning) {
    log_.Warn(warning, {{"target", target_}});
  }
  known_[endpoint].warning = warning;
}

bool PollLog::WasUp(std::size_t endpoint) {
  if (endpoint >= known_.size()) known_.resize(endpoint + 1);
  known_[endpoint].failed_operation.reset();
  known_[endpoint].failure_reason.reset();
  return std::exchange(known_[endpoint].is_up, true);
}

bool PollLog::HadFailed(std::size_t endpoint, const Failure& failure) {
  if (endpoint >= known_.size()) known_.resize(endpoint + 1);
  Known& known = known_[endpoint];
  known.is_up = false;
  const bool is_known = known.failed_operation == failure.operation &&
                        known.failure_reason == failure.reason;
  known.failed_operation = failure.operation;
  known.failure_reason = failure.reason;
  return is_known;
}

void PollLog::LogFailure(const Failure& failure, bool is_known,
                         std::string_view message) {
  const Log::Fields fields = {{"target", target_},
                              {"operation", ToString(failure.operation)},
                              {"reason", ToString(failure.reason)},
                              {"detail", failure.detail}};
  is_known ? log_.Debug(message, fields) : log_.Warn(message, fields);
}

}  // namespace pitel
