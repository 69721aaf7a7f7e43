#pragma once

#include <optional>
#include <string>

#include "base/log.h"
#include "fetch/api_session.h"
#include "fetch/failure.h"
#include "serve/overview.h"

namespace pitel {

// What the log says about the polls of one target: an outage when it begins,
// changes and ends; everything else at debug. Used by one thread at a time.
class PollLog {
 public:
  // `log` outlives this; `target` is a name.
  PollLog(std::string target, Log& log);

  // A poll is over; `overview` is what the target shows now. Never throws: a
  // line for which there is no memory is lost.
  void Succeeded(const PollReport& report,
                 const TargetOverview& overview) noexcept;
  void Failed(const Failure& failure) noexcept;
  void BackingOff(std::chrono::nanoseconds wait) noexcept;

 private:
  void NoteRenewal(const PollReport& report);
  void NoteLeftOutRows(const TargetOverview& overview);

  const std::string target_;
  Log& log_;
  bool is_up_ = false;  // as of the last poll
  std::optional<Operation> failed_operation_;
  std::optional<FailureReason> failure_reason_;
  bool filter_leaves_nothing_ = false;
};

}  // namespace pitel
