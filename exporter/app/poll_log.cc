#include "app/poll_log.h"

#include <algorithm>
#include <exception>
#include <utility>

#include "base/clock.h"

namespace pitel {
namespace {

// "rows: 12, active calls: 3"
std::string FactsOf(const TargetOverview& overview) {
  std::string text;
  for (const auto& endpoint : overview.endpoints) {
    for (const auto& [name, value] : endpoint.summary.facts) {
      if (!text.empty()) text += ", ";
      text.append(name).append(": ").append(std::to_string(value));
    }
  }
  std::replace(text.begin(), text.end(), '_', ' ');
  return text;
}

}  // namespace

PollLog::PollLog(std::string target, Log& log)
    : target_(std::move(target)), log_(log) {}

void PollLog::Succeeded(const FetchReport& report,
                        const TargetOverview& overview) noexcept try {
  const bool was_up = std::exchange(is_up_, true);
  failed_operation_.reset();
  failure_reason_.reset();
  NoteRenewal(report);
  NoteWarnings(overview);
  const std::string facts = FactsOf(overview);
  const Log::Fields fields = {{"target", target_},
                              {"response", facts},
                              {"seconds", Seconds(overview.poll_duration)}};
  was_up ? log_.Debug("poll", fields) : log_.Info("target is up", fields);
} catch (const std::exception&) {
}

void PollLog::Failed(const Failure& failure) noexcept try {
  is_up_ = false;
  const bool is_known = failed_operation_ == failure.operation &&
                        failure_reason_ == failure.reason;
  failed_operation_ = failure.operation;
  failure_reason_ = failure.reason;
  const Log::Fields fields = {{"target", target_},
                              {"operation", ToString(failure.operation)},
                              {"reason", ToString(failure.reason)},
                              {"detail", failure.detail}};
  is_known ? log_.Debug("poll failed again", fields)
           : log_.Warn("poll failed", fields);
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

void PollLog::NoteWarnings(const TargetOverview& overview) {
  warnings_.resize(overview.endpoints.size());
  for (std::size_t i = 0; i < warnings_.size(); ++i) {
    const std::string_view warning = overview.endpoints[i].summary.warning;
    if (!warning.empty() && warning != warnings_[i]) {
      log_.Warn(warning, {{"target", target_}});
    }
    warnings_[i] = warning;
  }
}

}  // namespace pitel
