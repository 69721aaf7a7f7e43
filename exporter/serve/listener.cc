#include "serve/listener.h"

#include <boost/asio/ip/v6_only.hpp>
#include <boost/system/system_error.hpp>
#include <stdexcept>

#include "base/host_port.h"
#include "base/text.h"

namespace pitel {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

// How much of a response the kernel buffers before the client reads it. By
// default it would buffer megabytes for each slow reader.
constexpr int kSendBufferBytes = 128 * 1024;

// These throw boost::system::system_error.

// The endpoint of an address; if a host name has several, IPv4 is preferred.
tcp::endpoint Resolve(asio::io_context& io, const HostPort& address) {
  boost::system::error_code no_literal;
  const auto literal = asio::ip::make_address(address.host, no_literal);
  if (!no_literal) return {literal, address.port};
  const auto found = tcp::resolver(io).resolve(
      address.host, std::to_string(address.port), tcp::resolver::passive);
  for (const auto& entry : found) {
    if (entry.endpoint().address().is_v4()) return entry.endpoint();
  }
  return found.begin()->endpoint();
}

tcp::acceptor Bind(asio::io_context& io, const tcp::endpoint& endpoint) {
  tcp::acceptor acceptor(io, endpoint.protocol());
  acceptor.set_option(tcp::acceptor::reuse_address(true));
  if (const auto address = endpoint.address(); address.is_v6()) {
    acceptor.set_option(asio::ip::v6_only(!address.is_unspecified()));
  }
  SetInheritedOptions(acceptor);
  acceptor.bind(endpoint);
  acceptor.listen();
  return acceptor;
}

tcp::acceptor BindAny(asio::io_context& io, std::uint16_t port) try {
  return Bind(io, {tcp::v6(), port});
} catch (const boost::system::system_error& error) {
  if (error.code() != asio::error::address_family_not_supported &&
      error.code() != boost::system::errc::address_not_available) {
    throw;
  }
  return Bind(io, {tcp::v4(), port});
}

}  // namespace

tcp::acceptor Listen(asio::io_context& io, const std::string& text) {
  const auto address = ParseHostPort(text);
  if (!address) {
    throw std::runtime_error("invalid listen address " + DoubleQuoted(text) +
                             ": expected host:port, [v6]:port or :port");
  }
  try {
    return address->host.empty() ? BindAny(io, address->port)
                                 : Bind(io, Resolve(io, *address));
  } catch (const boost::system::system_error& error) {
    throw std::runtime_error("cannot listen on " + DoubleQuoted(text) + ": " +
                             error.code().message());
  }
}

void SetInheritedOptions(tcp::acceptor& acceptor) {
  acceptor.set_option(tcp::no_delay(true));
  acceptor.set_option(tcp::socket::send_buffer_size(kSendBufferBytes));
}

std::string ToString(const tcp::endpoint& endpoint) {
  return ToString(HostPort{endpoint.address().to_string(), endpoint.port()});
}

}  // namespace pitel
