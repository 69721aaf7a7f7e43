// A private header of serve.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <string>

namespace pitel {

// Listens on `text` as ParseHostPort reads it. Without a host: on any address,
// with one dual-stack socket, IPv4 alone where there is no IPv6. Port 0 takes a
// free one. Throws std::runtime_error that names the address and the reason.
boost::asio::ip::tcp::acceptor Listen(boost::asio::io_context& io,
                                      const std::string& text);

// Sets the options that accepted sockets inherit.
void SetInheritedOptions(boost::asio::ip::tcp::acceptor& acceptor);

// The endpoint as `host:port`.
std::string ToString(const boost::asio::ip::tcp::endpoint& endpoint);

}  // namespace pitel
