#include "serve/peer.h"

#include <netinet/tcp.h>

namespace pitel {
namespace {

namespace asio = boost::asio;

std::string Network(const asio::ip::address& address) {
  const auto first = [](const auto& bytes, std::size_t size) {
    return std::string(bytes.data(), bytes.data() + size);
  };
  if (address.is_v4()) return first(address.to_v4().to_bytes(), 4);
  const auto v6 = address.to_v6();
  if (!v6.is_v4_mapped()) return first(v6.to_bytes(), 8);
  return first(make_address_v4(asio::ip::v4_mapped, v6).to_bytes(), 4);
}

std::chrono::microseconds RoundTrip(asio::ip::tcp::socket& socket) {
  tcp_info info{};
  socklen_t size = sizeof info;
  ::getsockopt(socket.native_handle(), IPPROTO_TCP, TCP_INFO, &info, &size);
  return std::chrono::microseconds(info.tcpi_rtt);
}

}  // namespace

Peer PeerOf(asio::ip::tcp::socket& socket) {
  boost::system::error_code ignored;
  return {Network(socket.remote_endpoint(ignored).address()),
          RoundTrip(socket)};
}

}  // namespace pitel
