#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <system_error>

#include "base/clock.h"
#include "base/log.h"
#include "serve/open_connections.h"

namespace pitel {

// A series of events. It is over when there has been none for kQuiet.
class Episode {
 public:
  static constexpr std::chrono::minutes kQuiet{1};

  enum class Change { kNone, kBegan, kEnded };

  // `events` is the number of events so far.
  Change Update(std::uint64_t events, SteadyTime now);
  // The events of the current episode, or of the one that has just ended.
  std::uint64_t size() const { return events_ - before_; }

 private:
  bool under_way_ = false;
  std::uint64_t events_ = 0;
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
  // The messages of an episode, and the field that counts its events.
  struct Words {
    std::string_view beginning;
    std::string_view end;
    std::string_view count;
  };

  void CheckClients(SteadyTime now);
  void CheckAccepts(SteadyTime now);
  void Tell(Episode& episode, Episode::Change change, const Words& words,
            Log::Fields facts);

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
