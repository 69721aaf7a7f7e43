// A private header of serve. Also tested in service_test.py.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <vector>

namespace pitel {

// How many sockets systemd passed to this process, as LISTEN_FDS and LISTEN_PID
// say (sd_listen_fds(3)); 0 if none or if they are for another process. Throws
// std::runtime_error if there are too many.
int CountPassedSockets();

// Takes over a passed descriptor. Throws std::runtime_error unless it is a
// stream socket that listens on an IPv4 or IPv6 address.
boost::asio::ip::tcp::acceptor TakeSocket(boost::asio::io_context& io,
                                          int descriptor);

// Takes over every socket that systemd passed. Throws std::runtime_error if
// there is none or one is unusable. Can be called only once.
std::vector<boost::asio::ip::tcp::acceptor> TakePassedSockets(
    boost::asio::io_context& io);

}  // namespace pitel
