#include "serve/passed_sockets.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdlib>
#include <optional>
#include <stdexcept>
#include <string>

#include "base/number.h"
#include "serve/listener.h"

namespace pitel {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

constexpr int kFirstPassed = 3;  // SD_LISTEN_FDS_START
constexpr int kMostSockets = 64;

std::optional<int> NumberInEnvironment(const char* name) {
  const char* const text = std::getenv(name);
  return text == nullptr ? std::nullopt : ParseNumber<int>(text);
}

// An option of the socket; -1 if the descriptor is none.
int OptionOf(int descriptor, int option) {
  int value = 0;
  socklen_t size = sizeof value;
  const int status = getsockopt(descriptor, SOL_SOCKET, option, &value, &size);
  return status == 0 ? value : -1;
}

[[noreturn]] void Refuse(int descriptor, const char* reason) {
  throw std::runtime_error("cannot use socket " + std::to_string(descriptor) +
                           " from systemd: " + reason);
}

}  // namespace

int CountPassedSockets() {
  const auto count = NumberInEnvironment("LISTEN_FDS");
  if (!count || *count <= 0) return 0;
  if (NumberInEnvironment("LISTEN_PID") != getpid()) return 0;
  if (*count > kMostSockets) {
    throw std::runtime_error("systemd passed more than " +
                             std::to_string(kMostSockets) + " sockets");
  }
  return *count;
}

tcp::acceptor TakeSocket(asio::io_context& io, int descriptor) {
  const int family = OptionOf(descriptor, SO_DOMAIN);
  if (family != AF_INET && family != AF_INET6) {
    Refuse(descriptor, "it is not an IPv4 or IPv6 socket");
  }
  if (OptionOf(descriptor, SO_TYPE) != SOCK_STREAM ||
      OptionOf(descriptor, SO_ACCEPTCONN) != 1) {
    Refuse(descriptor,
           "it does not listen for connections; its unit needs ListenStream= "
           "and Accept=no");
  }
  fcntl(descriptor, F_SETFD, FD_CLOEXEC);
  tcp::acceptor acceptor(io, family == AF_INET ? tcp::v4() : tcp::v6(),
                         descriptor);
  SetInheritedOptions(acceptor);
  return acceptor;
}

std::vector<tcp::acceptor> TakePassedSockets(asio::io_context& io) {
  const int count = CountPassedSockets();
  if (count == 0) {
    throw std::runtime_error(
        "systemd passed no sockets, which --web.systemd-socket requires: start "
        "the exporter from a socket unit");
  }
  std::vector<tcp::acceptor> acceptors;
  acceptors.reserve(static_cast<std::size_t>(count));
  for (int i = 0; i < count; ++i) {
    acceptors.push_back(TakeSocket(io, kFirstPassed + i));
  }
  return acceptors;
}

}  // namespace pitel
