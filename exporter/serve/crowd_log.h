#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <system_error>

#include "base/clock.h"
#include "base/log.h"
#include "serve/open_connections.h"

namespace pitel {

// A series of events. It is over when there has been none for kQuiet.
class Episode {
 public:
  static constexpr std::chrono::minutes kQuiet{1};

  // `events` is the number of events so far. Calls `start()` at the beginning
  // of an episode, and `end(number)` with the number of its events when it is
  // over.
  template <typename Start, typename End>
  void Update(std::uint64_t events, SteadyTime now, Start start, End end) {
    if (events != seen_) {
      if (!under_way_) start();
      if (!under_way_) before_ = seen_;
      under_way_ = true;
      seen_ = events;
      last_ = now;
    } else if (under_way_ && now - last_ > kQuiet) {
      end(seen_ - before_);
      under_way_ = false;
    }
  }

 private:
  bool under_way_ = false;
  std::uint64_t seen_ = 0;
  std::uint64_t before_ = 0;
  SteadyTime last_;
};

// Logs once that there are too many clients for a limit, which it names, and
// once when that is over. Belongs to the server's thread.
class CrowdLog {
 public:
  struct Limits {
    std::size_t connections;
    std::size_t scrapes;
  };

  // `open` and `log` outlive this.
  CrowdLog(const OpenConnections& open, Limits limits, Log& log)
      : open_(open), limits_(limits), log_(log) {}

  // A client could not be accepted.
  void CountFailedAccept(const std::error_code& error);
  // There was no room for a client, and no connection that could be closed.
  void CountRefusedConnection() { ++refused_connections_; }
  void CountRefusedScrape() { ++refused_scrapes_; }
  // Call this regularly: it does the logging.
  void Check(SteadyTime now);

 private:
  void CheckConnections(SteadyTime now);
  void CheckScrapes(SteadyTime now);
  void CheckRefusals(SteadyTime now);
  void CheckDescriptors(SteadyTime now);
  void CheckAccepts(SteadyTime now);

  const OpenConnections& open_;
  const Limits limits_;
  Log& log_;
  Episode connections_;
  Episode scrapes_;
  Episode connection_refusals_;
  Episode scrape_refusals_;
  Episode descriptors_;
  Episode accepts_;
  std::uint64_t refused_connections_ = 0;
  std::uint64_t refused_scrapes_ = 0;
  std::uint64_t without_descriptor_ = 0;  // failed accepts
  std::uint64_t failed_accepts_ = 0;      // for other reasons
  std::error_code last_error_;            // of those
};

}  // namespace pitel
