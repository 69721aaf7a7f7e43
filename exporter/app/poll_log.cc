#include "app/poll_log.h"

#include <exception>
#include <utility>

#include "base/clock.h"

namespace pitel {

PollLog::PollLog(std::string target, Log& log)
    : target_(std::move(target)), log_(log) {}

void PollLog::Succeeded(const PollReport& report,
                        const TargetOverview& overview) noexcept try {
  const bool was_up = std::exchange(is_up_, true);
  failed_operation_.reset();
  failure_reason_.reset();
  NoteRenewal(report);
  NoteLeftOutRows(overview);
  const Log::Fields fields = {{"target", target_},
                              {"rows", overview.rows.value_or(0)},
                              {"calls", overview.active_calls.value_or(0)},
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

void PollLog::NoteRenewal(const PollReport& report) {
  if (!report.renewal_failure) return;
  log_.Warn("token renewal failed, using the current token",
            {{"target", target_},
             {"reason", ToString(report.renewal_failure->reason)},
             {"detail", report.renewal_failure->detail}});
}

void PollLog::NoteLeftOutRows(const TargetOverview& overview) {
  const bool leaves_nothing = overview.all_rows_left_out;
  if (leaves_nothing && !filter_leaves_nothing_) {
    log_.Warn("the tenants filter excludes every row",
              {{"target", target_}, {"rows", overview.rows.value_or(0)}});
  }
  filter_leaves_nothing_ = leaves_nothing;
}

}  // namespace pitel
