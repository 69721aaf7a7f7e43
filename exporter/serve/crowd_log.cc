#include "serve/crowd_log.h"

#include <sys/resource.h>

namespace pitel {
namespace {

std::uint64_t DescriptorLimit() {
  rlimit limit{};
  ::getrlimit(RLIMIT_NOFILE, &limit);
  return limit.rlim_cur;
}

}  // namespace

void CrowdLog::CountFailedAccept(const std::error_code& error) {
  if (error == std::errc::too_many_files_open) {
    ++without_descriptor_;
  } else {
    ++failed_accepts_;
    last_error_ = error;
  }
}

void CrowdLog::Check(SteadyTime now) {
  CheckConnections(now);
  CheckScrapes(now);
  CheckRefusals(now);
  CheckDescriptors(now);
  CheckAccepts(now);
}

void CrowdLog::CheckConnections(SteadyTime now) {
  connections_.Update(
      open_.shed(ShedCause::kConnections), now,
      [this] {
        log_.Warn("too many connections, closing idle or stalled ones",
                  {{"limit", limits_.connections}});
      },
      [this](std::uint64_t closed) {
        log_.Info("no longer too many connections", {{"closed", closed}});
      });
}

void CrowdLog::CheckScrapes(SteadyTime now) {
  scrapes_.Update(
      open_.shed(ShedCause::kScrapes), now,
      [this] {
        log_.Warn("too many concurrent scrapes, closing stalled ones",
                  {{"limit", limits_.scrapes}, {"flag", "--web.max-requests"}});
      },
      [this](std::uint64_t closed) {
        log_.Info("no longer too many concurrent scrapes",
                  {{"closed", closed}});
      });
}

void CrowdLog::CheckRefusals(SteadyTime now) {
  connection_refusals_.Update(
      refused_connections_, now,
      [this] {
        log_.Warn("too many connections in use, refusing new ones",
                  {{"limit", limits_.connections}});
      },
      [this](std::uint64_t refused) {
        log_.Info("no longer refusing connections", {{"refused", refused}});
      });
  scrape_refusals_.Update(
      refused_scrapes_, now,
      [this] {
        log_.Warn("too many concurrent scrapes, refusing new ones",
                  {{"limit", limits_.scrapes}, {"flag", "--web.max-requests"}});
      },
      [this](std::uint64_t refused) {
        log_.Info("no longer refusing scrapes", {{"refused", refused}});
      });
}

void CrowdLog::CheckDescriptors(SteadyTime now) {
  descriptors_.Update(
      without_descriptor_, now,
      [this] {
        log_.Warn("too many open files, closing idle or stalled connections",
                  {{"limit", DescriptorLimit()},
                   {"advice", "raise it with LimitNOFILE or ulimit -n"}});
      },
      [this](std::uint64_t failures) {
        log_.Info("no longer too many open files",
                  {{"failed_accepts", failures}});
      });
}

void CrowdLog::CheckAccepts(SteadyTime now) {
  accepts_.Update(
      failed_accepts_, now,
      [this] {
        log_.Warn("cannot accept connections",
                  {{"reason", last_error_.message()}});
      },
      [this](std::uint64_t failures) {
        log_.Info("accepting connections again",
                  {{"failed_accepts", failures}});
      });
}

}  // namespace pitel
