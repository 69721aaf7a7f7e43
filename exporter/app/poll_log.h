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
  // The same for a further endpoint of the target.
  void FurtherSucceeded(std::size_t endpoint, Operation operation,
                        const TargetOverview& overview) noexcept;
  void FurtherFailed(std::size_t endpoint, const Failure& failure) noexcept;
  void BackingOff(std::chrono::nanoseconds wait) noexcept;

 private:
  // What was logged last about an endpoint.
  struct Known {
    bool is_up = false;
    std::optional<Operation> failed_operation;
    std::optional<FailureReason> failure_reason;
    std::string_view warning;
  };

  // Whether the endpoint has been up, or has failed like this, since the last
  // line about it.
  bool WasUp(std::size_t endpoint);
  bool HadFailed(std::size_t endpoint, const Failure& failure);
  void LogFailure(const Failure& failure, bool is_known,
                  std::string_view message);
  void NoteRenewal(const FetchReport& report);
  void NoteWarning(std::size_t endpoint, const TargetOverview& overview);

  const std::string target_;
  Log& log_;
  std::vector<Known> known_;  // by endpoint
};

}  // namespace pitel
