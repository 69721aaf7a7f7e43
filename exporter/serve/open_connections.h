#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <set>

#include "base/clock.h"

namespace pitel {

// What a connection waits for. Those named first are shed first.
enum class ConnectionPhase {
  kIdle,     // the first byte of a request, or the client to close
  kRequest,  // the rest of a request's header
  kReader,   // the client to take the response
};

// A connection that can be closed to make room for another.
class OpenConnection {
 public:
  virtual ~OpenConnection() = default;

  ConnectionPhase phase() const { return phase_; }
  // When the phase began; for kReader, when the client last took something.
  SteadyTime waiting_since() const { return waiting_since_; }
  // The response is a scrape.
  virtual bool HasScrape() const = 0;
  // Closes the connection now; its handlers end by themselves.
  virtual void Shed() = 0;

 protected:
  void Wait(ConnectionPhase phase, SteadyTime now) {
    phase_ = phase;
    waiting_since_ = now;
  }

 private:
  ConnectionPhase phase_ = ConnectionPhase::kIdle;
  SteadyTime waiting_since_;
};

// The connections of a server, of which the longest idle ones give way to new
// ones: whoever opens many of them locks nobody out. Belongs to the server's
// thread.
class OpenConnections {
 public:
  void Add(OpenConnection& connection) { open_.insert(&connection); }
  void Remove(OpenConnection& connection) { open_.erase(&connection); }
  std::size_t size() const { return open_.size(); }

  // Closes one of those that have kept the server waiting for kPatience: the
  // longest idle one; without one, the one that takes longest to send a
  // request; without one, the one whose client has taken nothing for longest.
  // Without any of these, the one that waits for longest and is no reader.
  // False if there are only clients who take their responses.
  bool ShedOne(SteadyTime now);
  // Closes the scrape whose client has taken nothing for longest, and for
  // kPatience at least. False if there is none.
  bool ShedScrape(SteadyTime now);

  // Connections shed so far.
  std::uint64_t shed() const { return shed_; }

 private:
  // Among those that `may` says, the one of the lowest rank; null if there is
  // none.
  template <typename May, typename Rank>
  OpenConnection* First(May may, Rank rank) const;
  bool Shed(OpenConnection* connection);

  std::set<OpenConnection*> open_;
  std::uint64_t shed_ = 0;
};

// A client that has sent or taken nothing for so long gives way first.
inline constexpr std::chrono::milliseconds kPatience{300};

}  // namespace pitel
