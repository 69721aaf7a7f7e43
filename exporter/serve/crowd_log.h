#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <system_error>

#include "base/clock.h"
#include "base/log.h"
#include "serve/open_connections.h"

namespace pitel {

// Logs once that there are too many clients for a limit, which it names, and
// once when that is over; but once a minute how many scrapes were refused.
// Belongs to the server's thread.
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
  void CountRefusedConnection() { ++refused_connections_.number; }
  void CountRefusedScrape() { ++refused_scrapes_; }
  void CountFailedHandshake(const std::error_code& error);
  // Changes the limit.
  void LimitConnections(std::size_t connections) {
    limits_.connections = connections;
  }
  // Logs what has changed. Call it regularly.
  void Check(SteadyTime now);

 private:
  // Events of a kind. An episode of them is over when there has been none for a
  // minute.
  struct Events {
    const std::string_view beginning;  // the messages
    const std::string_view end;
    const std::string_view count;  // the field with the number of an episode
    std::uint64_t number = 0;      // so far
    std::uint64_t seen = 0;        // at the last check
    std::uint64_t before = 0;      // the episode
    bool under_way = false;
    SteadyTime last = {};
  };

  void CheckRefusedScrapes(SteadyTime now);
  // Logs that an episode has begun, with `facts`, or has ended.
  void Check(Events& events, SteadyTime now, Log::Fields facts);

  const OpenConnections& open_;
  Limits limits_;
  Log& log_;
  Events closed_connections_{
      "too many connections, closing idle or stalled ones",
      "no longer too many connections", "closed"};
  Events closed_scrapes_{"too many concurrent scrapes, closing stalled ones",
                         "no longer too many concurrent scrapes", "closed"};
  Events refused_connections_{"too many connections in use, refusing new ones",
                              "no longer refusing connections", "refused"};
  std::uint64_t refused_scrapes_ = 0;  // since the last line
  SteadyTime next_refusal_line_ = SteadyTime::min();
  Events without_descriptor_{
      "too many open files, closing idle or stalled connections",
      "no longer too many open files", "failed_accepts"};
  Events failed_accepts_{"cannot accept connections",
                         "accepting connections again", "failed_accepts"};
  std::error_code last_error_;  // of the failed accepts
  Events failed_handshakes_{"TLS handshakes fail",
                            "TLS handshakes no longer fail",
                            "failed_handshakes"};
  std::error_code last_handshake_error_;
};

}  // namespace pitel
