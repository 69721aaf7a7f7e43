#include "support/scripted_server.h"

#include <arpa/inet.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <condition_variable>
#include <csignal>
#include <list>
#include <mutex>
#include <stdexcept>
#include <thread>

#include "support/server_socket.h"

namespace pitel {
namespace {

constexpr std::chrono::seconds kGenerous{30};

void Check(bool ok, const char* what) {
  if (!ok) throw std::runtime_error(what);
}

int BindToLoopback() {
  const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  Check(socket >= 0 && ::bind(socket, reinterpret_cast<sockaddr*>(&address),
                              sizeof address) == 0,
        "cannot bind to loopback");
  return socket;
}

std::string PortOf(int socket) {
  sockaddr_in address{};
  socklen_t size = sizeof address;
  ::getsockname(socket, reinterpret_cast<sockaddr*>(&address), &size);
  return std::to_string(ntohs(address.sin_port));
}

ReceivedRequest ParseHead(std::string_view head) {
  ReceivedRequest request;
  const auto line_end = head.find("\r\n");
  const std::string_view line = head.substr(0, line_end);
  const auto first = line.find(' ');
  request.method = line.substr(0, first);
  request.target = line.substr(first + 1, line.rfind(' ') - first - 1);
  head.remove_prefix(line_end + 2);
  while (!head.empty()) {
    const auto end = head.find("\r\n");
    const std::string_view field = head.substr(0, end);
    const auto colon = std::min(field.find(": "), field.size());
    request.headers.emplace_back(
        field.substr(0, colon),
        field.substr(std::min(colon + 2, field.size())));
    head.remove_prefix(end + 2);
  }
  return request;
}

// The next request on a connection; `buffer` keeps what came beyond it.
std::optional<ReceivedRequest> ReceiveRequest(ServerSocket& socket,
                                              std::string& buffer) {
  std::size_t head_end = 0;
  while ((head_end = buffer.find("\r\n\r\n")) == buffer.npos) {
    if (!socket.Receive(buffer)) return std::nullopt;
  }
  ReceivedRequest request =
      ParseHead(std::string_view(buffer).substr(0, head_end + 2));
  buffer.erase(0, head_end + 4);
  const std::string length = request.Header("Content-Length");
  const std::size_t size = length.empty() ? 0 : std::stoul(length);
  while (buffer.size() < size) {
    if (!socket.Receive(buffer)) return std::nullopt;
  }
  request.body = buffer.substr(0, size);
  buffer.erase(0, size);
  return request;
}

}  // namespace

class ScriptedServer::Listener {
 public:
  Listener(Script script, ScriptedServerOptions options)
      : script_(std::move(script)),
        options_(std::move(options)),
        context_(MakeTlsContext(options_)),
        stop_(::eventfd(0, EFD_CLOEXEC)),
        socket_(BindToLoopback()),
        port_(PortOf(socket_)) {
    Check(::listen(socket_, 128) == 0, "cannot listen");
    std::signal(SIGPIPE, SIG_IGN);
    accepting_ = std::jthread([this] { Accept(); });
  }

  ~Listener() {
    const std::uint64_t one = 1;
    Check(::write(stop_, &one, sizeof one) == sizeof one, "cannot stop");
    accepting_.join();
    serving_.clear();
    ::close(socket_);
    ::close(stop_);
  }

  const std::string& port() const { return port_; }
  bool is_tls() const { return context_ != nullptr; }

  std::vector<ReceivedRequest> requests() const {
    const std::lock_guard lock(mutex_);
    return requests_;
  }
  int connections() const {
    const std::lock_guard lock(mutex_);
    return connections_;
  }

  template <typename Condition>
  bool WaitFor(Condition condition) const {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, kGenerous, [&] {
      return condition(requests_.size(), connections_);
    });
  }

 private:
  void Accept() {
    while (WaitUnlessStopped(socket_, POLLIN, stop_)) {
      const int client =
          ::accept4(socket_, nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK);
      if (client < 0) continue;
      int number = 0;
      {
        const std::lock_guard lock(mutex_);
        number = ++connections_;
      }
      changed_.notify_all();
      serving_.emplace_back([this, client, number] { Serve(client, number); });
    }
  }

  void Serve(int client, int number) {
    ServerSocket socket(client, stop_);
    if (options_.on_accept) options_.on_accept(socket);
    if (context_ && !socket.Handshake(context_.get())) return;
    std::string buffer;
    while (socket.open()) {
      auto request = ReceiveRequest(socket, buffer);
      if (!request) return;
      request->connection = number;
      {
        const std::lock_guard lock(mutex_);
        requests_.push_back(*request);
      }
      changed_.notify_all();
      script_(*request, socket);
    }
  }

  const Script script_;
  const ScriptedServerOptions options_;
  const TlsContext context_;
  const int stop_;
  const int socket_;
  const std::string port_;
  mutable std::mutex mutex_;
  mutable std::condition_variable changed_;
  std::vector<ReceivedRequest> requests_;
  int connections_ = 0;
  std::list<std::jthread> serving_;  // of the accepting thread until it ended
  std::jthread accepting_;
};

ScriptedServer::ScriptedServer(Script script, ScriptedServerOptions options)
    : listener_(
          std::make_unique<Listener>(std::move(script), std::move(options))) {}

ScriptedServer::~ScriptedServer() = default;

std::string ScriptedServer::port() const { return listener_->port(); }

std::string ScriptedServer::url() const {
  return (listener_->is_tls() ? "https://127.0.0.1:" : "http://127.0.0.1:") +
         port();
}

std::vector<ReceivedRequest> ScriptedServer::requests() const {
  return listener_->requests();
}

int ScriptedServer::connections() const { return listener_->connections(); }

bool ScriptedServer::WaitForRequests(std::size_t count) const {
  return listener_->WaitFor(
      [count](std::size_t requests, int) { return requests >= count; });
}

bool ScriptedServer::WaitForConnections(int count) const {
  return listener_->WaitFor(
      [count](std::size_t, int connections) { return connections >= count; });
}

ClosedPort::ClosedPort() : socket_(BindToLoopback()) {}

ClosedPort::~ClosedPort() { ::close(socket_); }

std::string ClosedPort::port() const { return PortOf(socket_); }

}  // namespace pitel
