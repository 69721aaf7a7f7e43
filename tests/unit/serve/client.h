// An HTTP client on plain sockets, which can misbehave in any way.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

namespace pitel::testing {

class Client {
 public:
  // Connects to the port of `address` on the loopback of IPv4, or of IPv6.
  explicit Client(const std::string& address, bool v6 = false)
      : socket_(::socket(v6 ? AF_INET6 : AF_INET, SOCK_STREAM, 0)) {
    const auto port = htons(static_cast<std::uint16_t>(
        std::stoul(address.substr(address.rfind(':') + 1))));
    sockaddr_in v4{};
    v4.sin_family = AF_INET;
    v4.sin_port = port;
    v4.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    sockaddr_in6 any{};
    any.sin6_family = AF_INET6;
    any.sin6_port = port;
    any.sin6_addr = IN6ADDR_LOOPBACK_INIT;
    const auto* to = v6 ? reinterpret_cast<const sockaddr*>(&any)
                        : reinterpret_cast<const sockaddr*>(&v4);
    if (::connect(socket_, to, v6 ? sizeof any : sizeof v4) != 0) {
      ::close(socket_);
      throw std::runtime_error("cannot connect to " + address);
    }
  }
  ~Client() {
    if (socket_ >= 0) ::close(socket_);
  }
  Client(Client&& other) noexcept
      : socket_(std::exchange(other.socket_, -1)),
        input_(std::move(other.input_)) {}
  Client& operator=(Client&&) = delete;

  int socket() const { return socket_; }

  Client& Send(std::string_view bytes) {
    (void)!::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    return *this;
  }

  Client& Get(std::string_view target, std::string_view fields = "") {
    return Send("GET " + std::string(target) + " HTTP/1.1\r\nHost: x\r\n" +
                std::string(fields) + "\r\n");
  }

  // Ends what is sent; responses can still be read.
  Client& Finish() {
    ::shutdown(socket_, SHUT_WR);
    return *this;
  }

  // The next response, head and body, or the part of it that came within ten
  // seconds.
  std::string Response(bool has_body = true) {
    const auto end = [this] { return input_.find("\r\n\r\n"); };
    while (end() == input_.npos && Receive()) {
    }
    if (end() == input_.npos) return std::exchange(input_, "");
    std::size_t size = end() + 4;
    const std::size_t length = input_.find("Content-Length: ");
    if (has_body && length < size)
      size += std::stoul(input_.substr(length + 16));
    while (input_.size() < size && Receive()) {
    }
    const std::string response = input_.substr(0, size);
    input_.erase(0, size);
    return response;
  }

  // Everything up to the end of the connection. `closed` says whether it came.
  std::string ReadToEnd() {
    while (Receive()) {
    }
    return std::exchange(input_, "");
  }

  // Reads and drops some bytes; false at the end of the connection.
  bool ReadSome() {
    const bool more = Receive();
    input_.clear();
    return more;
  }

  // Whether the server closed, or reset, the connection.
  bool closed() const { return closed_; }

  // Whether the server ends the connection in time, while nothing is read.
  bool IsResetWithin(std::chrono::milliseconds time) {
    return (Poll(POLLRDHUP, time) & (POLLERR | POLLHUP)) != 0;
  }

  bool HasInputWithin(std::chrono::milliseconds time) {
    return (Poll(POLLIN, time) & POLLIN) != 0;
  }

 private:
  short Poll(short events, std::chrono::milliseconds time) const {
    pollfd wait{socket_, events, 0};
    ::poll(&wait, 1, static_cast<int>(time.count()));
    return wait.revents;
  }

  bool Receive() {
    if (Poll(POLLIN, std::chrono::seconds(10)) == 0) return false;
    char bytes[64 * 1024];
    const auto size = ::recv(socket_, bytes, sizeof bytes, 0);
    closed_ = size <= 0;
    if (size > 0) input_.append(bytes, static_cast<std::size_t>(size));
    return size > 0;
  }

  int socket_;
  std::string input_;
  bool closed_ = false;
};

}  // namespace pitel::testing
