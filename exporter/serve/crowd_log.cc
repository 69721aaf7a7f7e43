#include "serve/crowd_log.h"

#include <sys/resource.h>

#include <chrono>
#include <utility>

namespace pitel {
namespace {

constexpr std::chrono::minutes kQuiet{1};

std::uint64_t DescriptorLimit() {
  rlimit limit{};
  ::getrlimit(RLIMIT_NOFILE, &limit);
  return limit.rlim_cur;
}

}  // namespace

void CrowdLog::CountFailedAccept(const std::error_code& error) {
  if (error == std::errc::too_many_files_open) {
    ++without_descriptor_.number;
  } else {
    ++failed_accepts_.number;
    last_error_ = error;
  }
}

void CrowdLog::CountFailedHandshake(const std::error_code& error) {
  ++failed_handshakes_.number;
  last_handshake_error_ = error;
}

void CrowdLog::Check(SteadyTime now) {
  const LogField connections("limit", limits_.connections);
  const LogField scrapes("limit", limits_.scrapes);
  const LogField flag("flag", "--web.max-requests");
  closed_connections_.number = open_.shed(ShedCause::kConnections);
  closed_scrapes_.number = open_.shed(ShedCause::kScrapes);
  Check(closed_connections_, now, {connections});
  Check(closed_scrapes_, now, {scrapes, flag});
  Check(refused_connections_, now, {connections});
  CheckRefusedScrapes(now);
  Check(without_descriptor_, now,
        {{"limit", DescriptorLimit()},
         {"advice", "raise it with LimitNOFILE or ulimit -n"}});
  Check(failed_accepts_, now, {{"reason", last_error_.message()}});
  Check(failed_handshakes_, now, {{"reason", last_handshake_error_.message()}});
}

void CrowdLog::CheckRefusedScrapes(SteadyTime now) {
  if (refused_scrapes_ == 0 || now < next_refusal_line_) return;
  next_refusal_line_ = now + kQuiet;
  log_.Warn("too many concurrent scrapes, refusing new ones",
            {{"limit", limits_.scrapes},
             {"flag", "--web.max-requests"},
             {"refused", std::exchange(refused_scrapes_, 0)}});
}

void CrowdLog::Check(Events& events, SteadyTime now, Log::Fields facts) {
  if (events.number != events.seen) {
    if (!events.under_way) {
      events.before = events.seen;
      log_.Warn(events.beginning, facts);
    }
    events.under_way = true;
    events.seen = events.number;
    events.last = now;
  } else if (events.under_way && now - events.last > kQuiet) {
    events.under_way = false;
    log_.Info(events.end, {{events.count, events.seen - events.before}});
  }
}

}  // namespace pitel
