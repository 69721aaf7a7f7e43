#include "serve/listener.h"

#include <boost/asio/ip/v6_only.hpp>
#include <stdexcept>

#include "base/host_port.h"
#include "base/text.h"

namespace pitel {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

// How much of a response the kernel buffers before the client reads it. By
// default it would buffer megabytes for each slow reader.
constexpr int kSendBufferBytes = 128 * 1024;

// The endpoint of an address; if a host name has several, IPv4 is preferred.
tcp::endpoint Resolve(asio::io_context& io, const HostPort& address,
                      error_code& error) {
  const auto literal = asio::ip::make_address(address.host, error);
  if (!error) return {literal, address.port};
  const auto found =
      tcp::resolver(io).resolve(address.host, std::to_string(address.port),
                                tcp::resolver::passive, error);
  if (error) return {};
  for (const auto& entry : found) {
    if (entry.endpoint().address().is_v4()) return entry.endpoint();
  }
  return found.begin()->endpoint();
}

void Bind(tcp::acceptor& acceptor, const tcp::endpoint& endpoint,
          error_code& error) {
  const auto step = [&](auto&& function) {
    if (!error) function();
  };
  acceptor.open(endpoint.protocol(), error);
  step([&] { acceptor.set_option(tcp::acceptor::reuse_address(true), error); });
  if (endpoint.address().is_v6()) {
    const bool any = endpoint.address().is_unspecified();
    step([&] { acceptor.set_option(asio::ip::v6_only(!any), error); });
  }
  // Accepted sockets inherit these.
  step([&] { acceptor.set_option(tcp::no_delay(true), error); });
  step([&] {
    acceptor.set_option(tcp::socket::send_buffer_size(kSendBufferBytes), error);
  });
  step([&] { acceptor.bind(endpoint, error); });
  step([&] {
    acceptor.listen(asio::socket_base::max_listen_connections, error);
  });
  if (error && acceptor.is_open()) {
    error_code ignored;
    acceptor.close(ignored);
  }
}

}  // namespace

tcp::acceptor Listen(asio::io_context& io, const std::string& text) {
  const auto address = ParseHostPort(text);
  if (!address) {
    throw std::runtime_error("invalid listen address " + DoubleQuoted(text) +
                             ": expected host:port, [v6]:port or :port");
  }
  tcp::acceptor acceptor(io);
  error_code error;
  if (address->host.empty()) {
    Bind(acceptor, {tcp::v6(), address->port}, error);
    if (error == asio::error::address_family_not_supported ||
        error == boost::system::errc::address_not_available) {
      Bind(acceptor, {tcp::v4(), address->port}, error);
    }
  } else {
    const tcp::endpoint endpoint = Resolve(io, *address, error);
    if (!error) Bind(acceptor, endpoint, error);
  }
  if (error) {
    throw std::runtime_error("cannot listen on " + DoubleQuoted(text) + ": " +
                             error.message());
  }
  return acceptor;
}

std::string ToString(const tcp::endpoint& endpoint) {
  return ToString(HostPort{endpoint.address().to_string(), endpoint.port()});
}

}  // namespace pitel
