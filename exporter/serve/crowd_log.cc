#include "serve/crowd_log.h"

#include <sys/resource.h>

#include <utility>

namespace pitel {
namespace {

std::uint64_t DescriptorLimit() {
  rlimit limit{};
  ::getrlimit(RLIMIT_NOFILE, &limit);
  return limit.rlim_cur;
}

}  // namespace

Episode::Change Episode::Update(std::uint64_t events, SteadyTime now) {
  if (events != events_) {
    const bool begins = !std::exchange(under_way_, true);
    if (begins) before_ = events_;
    events_ = events;
    last_ = now;
    return begins ? Change::kBegan : Change::kNone;
  }
  if (!under_way_ || now - last_ <= kQuiet) return Change::kNone;
  under_way_ = false;
  return Change::kEnded;
}

void CrowdLog::CountFailedAccept(const std::error_code& error) {
  if (error == std::errc::too_many_files_open) {
    ++without_descriptor_;
  } else {
    ++failed_accepts_;
    last_error_ = error;
  }
}

void CrowdLog::Check(SteadyTime now) {
  CheckClients(now);
  CheckAccepts(now);
}

void CrowdLog::CheckClients(SteadyTime now) {
  const LogField connections("limit", limits_.connections);
  const LogField scrapes("limit", limits_.scrapes);
  const LogField flag("flag", "--web.max-requests");
  Tell(connections_,
       connections_.Update(open_.shed(ShedCause::kConnections), now),
       {"too many connections, closing idle or stalled ones",
        "no longer too many connections", "closed"},
       {connections});
  Tell(scrapes_, scrapes_.Update(open_.shed(ShedCause::kScrapes), now),
       {"too many concurrent scrapes, closing stalled ones",
        "no longer too many concurrent scrapes", "closed"},
       {scrapes, flag});
  Tell(connection_refusals_,
       connection_refusals_.Update(refused_connections_, now),
       {"too many connections in use, refusing new ones",
        "no longer refusing connections", "refused"},
       {connections});
  Tell(scrape_refusals_, scrape_refusals_.Update(refused_scrapes_, now),
       {"too many concurrent scrapes, refusing new ones",
        "no longer refusing scrapes", "refused"},
       {scrapes, flag});
}

void CrowdLog::CheckAccepts(SteadyTime now) {
  Tell(descriptors_, descriptors_.Update(without_descriptor_, now),
       {"too many open files, closing idle or stalled connections",
        "no longer too many open files", "failed_accepts"},
       {{"limit", DescriptorLimit()},
        {"advice", "raise it with LimitNOFILE or ulimit -n"}});
  Tell(accepts_, accepts_.Update(failed_accepts_, now),
       {"cannot accept connections", "accepting connections again",
        "failed_accepts"},
       {{"reason", last_error_.message()}});
}

void CrowdLog::Tell(Episode& episode, Episode::Change change,
                    const Words& words, Log::Fields facts) {
  if (change == Episode::Change::kBegan) log_.Warn(words.beginning, facts);
  if (change == Episode::Change::kEnded) {
    log_.Info(words.end, {{words.count, episode.size()}});
  }
}

}  // namespace pitel
