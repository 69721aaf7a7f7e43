#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/log.h"
#include "fetch/failure.h"
#include "fetch/fetch_report.h"
#include "serve/overview.h"

namespace pitel {

// Logs the polls of one target: when an outage begins, changes or ends; other
// polls at level debug. Used by one thread at a time.
class PollLog {
 public:
  // `log` outlives this; `target` is the target's name.
  PollLog(std::string target, Log& log);

  // Call one of these after a poll; `overview` is the target's new overview.
  // They never throw: a line for which there is no memory is lost.
  void Succeeded(const FetchReport& report,
                 const TargetOverview& overview) noexcept;
  void Failed(const Failure& failure) noexcept;
  void BackingOff(std::chrono::nanoseconds wait) noexcept;

 private:
  void NoteRenewal(const FetchReport& report);
  void NoteWarnings(const TargetOverview& overview);

  const std::string target_;
  Log& log_;
  bool is_up_ = false;  // as of the last poll
  std::optional<Operation> failed_operation_;
  std::optional<FailureReason> failure_reason_;
  std::vector<std::string_view> warnings_;  // by endpoint; logged already
};

}  // namespace pitel
