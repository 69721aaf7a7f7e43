// A private header of serve.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <chrono>
#include <string>

namespace pitel {

// The client of a connected socket.
struct Peer {
  // The bytes of its IPv4 address, or of the first half of its IPv6 address,
  // for a host may have any number of those.
  std::string network;
  // A round trip to it, as the kernel has just measured it; 0 if unknown.
  std::chrono::microseconds round_trip;
};

Peer PeerOf(boost::asio::ip::tcp::socket& socket);

}  // namespace pitel
