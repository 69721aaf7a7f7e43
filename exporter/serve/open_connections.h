#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "base/clock.h"

namespace pitel {

// A client that has kept the server waiting for this long is shed first.
inline constexpr std::chrono::milliseconds kClientStalledAfter{300};

// What a connection is waiting for. Earlier values are shed first.
enum class ConnectionPhase {
  kIdle,       // the first byte of a request, or the client to close
  kHandshake,  // the client's part of the TLS handshake
  kRequest,    // the rest of a request's header
  kReader,     // the client to take the response
  kLogin,      // the server to check the password; never shed
  kPage,       // the server to make the page; never shed
};

// The limit for which a connection is shed.
enum class ShedCause { kConnections, kScrapes, kDescriptors };

// A connection that can be closed to make room for another.
class OpenConnection {
 public:
  // `network` identifies the network that the client belongs to.
  explicit OpenConnection(std::string network) : network_(std::move(network)) {}
  virtual ~OpenConnection() = default;

  std::string_view network() const { return network_; }
  ConnectionPhase phase() const { return phase_; }
  // When the phase began; for kReader, when the client last took some bytes.
  SteadyTime waiting_since() const { return waiting_since_; }
  // Whether the response has a slot, as scrapes do.
  virtual bool HasSlot() const = 0;
  // How long the client may read nothing of its scrape before ShedScrape may
  // close it.
  virtual std::chrono::nanoseconds ReadPatience() const = 0;
  // Closes the connection now; its handlers end by themselves.
  virtual void Shed() = 0;

 protected:
  void Wait(ConnectionPhase phase, SteadyTime now) {
    phase_ = phase;
    waiting_since_ = now;
  }

 private:
  const std::string network_;
  ConnectionPhase phase_ = ConnectionPhase::kIdle;
  SteadyTime waiting_since_;
};

// The connections of a server. The longest idle ones are closed for new ones,
// so that a client that opens many locks nobody out. Belongs to the server's
// thread.
class OpenConnections {
 public:
  void Add(OpenConnection& connection) { open_.insert(&connection); }
  void Remove(OpenConnection& connection) { open_.erase(&connection); }
  std::size_t size() const { return open_.size(); }

  // Closes one connection, the first of these that exists:
  //   - the one that has been idle for longest;
  //   - the one that has been in its TLS handshake for longest;
  //   - the one that has been in the middle of a request for longest;
  //   - the one whose client has read nothing of its response for longest;
  //   - the longest waiting one that is not reading a response.
  // The first four must have waited for at least kClientStalledAfter.
  // False if all clients wait for their responses or read them.
  bool ShedOne(SteadyTime now, ShedCause cause);
  // Closes a scrape whose client has read nothing for its ReadPatience.
  // Prefers the network with the most scrapes, then the scrape that has made no
  // progress for longest. False if there is none.
  bool ShedScrape(SteadyTime now);

  // Connections shed so far.
  std::uint64_t shed(ShedCause cause) const {
    return shed_[static_cast<std::size_t>(cause)];
  }

 private:
  // The connection with the lowest rank among those that satisfy `may`; null if
  // there is none.
  template <typename May, typename Rank>
  OpenConnection* First(May may, Rank rank) const;
  bool Shed(OpenConnection* connection, ShedCause cause);

  std::set<OpenConnection*> open_;
  std::array<std::uint64_t, 3> shed_{};
};

}  // namespace pitel
