#include "serve/peer.h"

#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>

#include "serve/listener.h"
#include "unit/serve/client.h"

namespace pitel {
namespace {

using boost::asio::ip::tcp;

// The peer of a connection to `address`, over either family.
Peer Connected(const std::string& address, bool v6 = false) {
  boost::asio::io_context io;
  tcp::acceptor acceptor = Listen(io, address);
  const testing::Client client(ToString(acceptor.local_endpoint()), v6);
  tcp::socket socket = acceptor.accept();
  return PeerOf(socket);
}

TEST(PeerOf, NamesTheNetworkByAnIpv4Address) {
  const std::string loopback("\x7f\0\0\x01", 4);
  EXPECT_EQ(Connected("127.0.0.1:0").network, loopback);
  EXPECT_EQ(Connected(":0").network, loopback) << "also if mapped to IPv6";
}

TEST(PeerOf, NamesTheNetworkByHalfAnIpv6Address) {
  boost::asio::io_context io;
  if (Listen(io, ":0").local_endpoint().address().is_v4()) {
    GTEST_SKIP() << "no IPv6 here";
  }
  EXPECT_EQ(Connected(":0", true).network, std::string(8, '\0'));
}

TEST(PeerOf, HasTheRoundTripTimeOfTheKernel) {
  const Peer peer = Connected("127.0.0.1:0");
  EXPECT_GE(peer.round_trip.count(), 0);
  EXPECT_LT(peer.round_trip, std::chrono::seconds(60));
}

TEST(PeerOf, KnowsNothingOfAnUnconnectedSocket) {
  boost::asio::io_context io;
  tcp::socket socket(io, tcp::v4());
  EXPECT_EQ(PeerOf(socket).round_trip.count(), 0);
}

}  // namespace
}  // namespace pitel
