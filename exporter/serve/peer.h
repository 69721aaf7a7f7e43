// A private header of serve.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <chrono>
#include <string>

namespace pitel {

// The client of a connected socket.
struct Peer {
  // The bytes of its IPv4 address, or of the first half of its IPv6 address,
  // since one host may use any number of IPv6 addresses with that half.
  std::string network;
  // The round-trip time as last measured by the kernel; 0 if unknown.
  std::chrono::microseconds round_trip;
};

Peer PeerOf(boost::asio::ip::tcp::socket& socket);

}  // namespace pitel
