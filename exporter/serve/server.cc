#include "serve/server.h"

#include <atomic>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ip/v6_only.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <memory>
#include <new>
#include <stdexcept>
#include <thread>
#include <utility>

#include "serve/connection.h"
#include "serve/crowd_log.h"
#include "serve/listen_address.h"
#include "serve/routes.h"
#include "serve/spare_descriptors.h"

namespace pitel {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

// How much of a response the kernel buffers before the client reads it. By
// default it would buffer megabytes for each slow reader.
constexpr int kSendBufferBytes = 128 * 1024;
// How soon to try again when no further client can be accepted.
constexpr auto kAcceptAgain = std::chrono::milliseconds(50);
constexpr auto kPauseAfterException = std::chrono::milliseconds(10);
constexpr auto kHeartbeat = std::chrono::seconds(1);

std::string ToString(const tcp::endpoint& endpoint) {
  const std::string host = endpoint.address().to_string();
  return (endpoint.address().is_v6() ? "[" + host + "]" : host) + ":" +
         std::to_string(endpoint.port());
}

// The endpoint a host means; of a name with several, as usual, IPv4.
tcp::endpoint Resolve(asio::io_context& io, const ListenAddress& address,
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

void Listen(tcp::acceptor& acceptor, const tcp::endpoint& endpoint,
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

tcp::acceptor Bind(asio::io_context& io, const std::string& text) {
  const auto address = ParseListenAddress(text);
  if (!address) throw std::runtime_error(address.error().message);
  tcp::acceptor acceptor(io);
  error_code error;
  if (address->host.empty()) {
    Listen(acceptor, {tcp::v6(), address->port}, error);
    if (error == asio::error::address_family_not_supported ||
        error == boost::system::errc::address_not_available) {
      Listen(acceptor, {tcp::v4(), address->port}, error);
    }
  } else {
    const tcp::endpoint endpoint = Resolve(io, *address, error);
    if (!error) Listen(acceptor, endpoint, error);
  }
  if (error) {
    throw std::runtime_error("cannot listen on \"" + text +
                             "\": " + error.message());
  }
  return acceptor;
}

// Accepts the clients of one address, one after the other.
class AcceptLoop {
 public:
  AcceptLoop(tcp::acceptor acceptor, const ConnectionContext& context,
             SpareDescriptors& spare, Log& log)
      : acceptor_(std::move(acceptor)),
        again_(acceptor_.get_executor()),
        context_(context),
        spare_(spare),
        log_(log) {}

  std::string address() const { return ToString(acceptor_.local_endpoint()); }

  // Starts, or goes on after an exception.
  void Resume() {
    if (waiting_.use_count() == 1) Accept();
  }

 private:
  void Accept() {
    acceptor_.async_accept(
        [this, waiting = waiting_](const error_code& error,
                                   tcp::socket socket) mutable {
          waiting.reset();
          OnAccept(error, std::move(socket));
        });
  }

  bool HasRoom() {
    return context_.open.size() < context_.limits.connections ||
           context_.open.ShedOne(context_.clock.Now().steady);
  }

  void OnAccept(const error_code& error, tcp::socket socket) {
    if (error && !failing_) {
      log_.Warn("cannot accept connections", {{"reason", error.message()}});
    }
    failing_ = static_cast<bool>(error);
    if (!failing_) {
      if (!HasRoom()) return AcceptAgain();  // drops the client
      StartConversation(std::move(socket), context_);
    }
    // Without free descriptors the next attempt would fail at once.
    if (failing_ && !FreeDescriptor(error)) return AcceptAgain();
    Accept();
  }

  bool FreeDescriptor(const error_code& error) {
    if (error != asio::error::no_descriptors &&
        error != boost::system::errc::too_many_files_open_in_system) {
      return false;
    }
    return spare_.Release() ||
           context_.open.ShedOne(context_.clock.Now().steady);
  }

  void AcceptAgain() {
    again_.expires_after(kAcceptAgain);
    again_.async_wait([this, waiting = waiting_](const error_code&) mutable {
      waiting.reset();
      Accept();
    });
  }

  tcp::acceptor acceptor_;
  asio::steady_timer again_;
  const ConnectionContext& context_;
  SpareDescriptors& spare_;
  Log& log_;
  // Shared by the pending handler. Asio destroys a handler without calling it
  // if there is no memory for the socket that it has accepted.
  const std::shared_ptr<const void> waiting_ = std::make_shared<char>();
  bool failing_ = false;
};

}  // namespace

// What the handlers use stands before the io_context, whose destruction ends
// the conversations.
class Server::Loop {
 public:
  Loop(const ServerOptions& options, const Site& site, Log& log)
      : limits_(options.limits),
        clock_(site.clock),
        routes_(site, options.telemetry_path, options.max_requests,
                [this] { return open_.ShedScrape(clock_.Now().steady); }),
        context_{routes_, limits_, clock_, open_},
        crowd_(open_, limits_.connections, log),
        log_(log),
        last_progress_(clock_.Now().steady) {
    for (const auto& address : options.listen_addresses) {
      accept_loops_.push_back(std::make_unique<AcceptLoop>(
          Bind(io_, address), context_, spare_, log_));
    }
    thread_ = std::thread([this] { Run(); });
  }

  ~Loop() {
    io_.stop();
    thread_.join();
  }

  SteadyTime last_progress() const { return last_progress_; }

  std::vector<std::string> addresses() const {
    std::vector<std::string> addresses;
    for (const auto& loop : accept_loops_) addresses.push_back(loop->address());
    return addresses;
  }

 private:
  // If a handler throws, the others continue. `busy_` keeps the loop from
  // ending for lack of work if the handler that threw was the only one.
  void Run() {
    while (!io_.stopped()) {
      try {
        for (const auto& loop : accept_loops_) loop->Resume();
        if (!beating_) Beat();
        io_.run();
      } catch (const std::exception& error) {
        // The connection whose handler threw is closed.
        Report(error);
        std::this_thread::sleep_for(kPauseAfterException);
      }
    }
  }

  void Beat() {
    last_progress_ = clock_.Now().steady;
    heart_.expires_after(kHeartbeat);
    heart_.async_wait([this](const error_code&) {
      beating_ = false;
      spare_.Refill();
      crowd_.Check(clock_.Now().steady);
      Beat();
    });
    beating_ = true;
  }

  // Where memory is what is missing, there may be none to say so.
  void Report(const std::exception& failure) noexcept try {
    log_.Error("a request failed", {{"reason", failure.what()}});
  } catch (const std::bad_alloc&) {
  }

  const ServerLimits limits_;
  const Clock& clock_;
  OpenConnections open_;
  Routes routes_;
  const ConnectionContext context_;
  SpareDescriptors spare_;
  CrowdLog crowd_;
  Log& log_;
  std::atomic<SteadyTime> last_progress_;
  asio::io_context io_{1};
  const asio::executor_work_guard<asio::io_context::executor_type> busy_{
      io_.get_executor()};
  asio::steady_timer heart_{io_};
  bool beating_ = false;
  std::vector<std::unique_ptr<AcceptLoop>> accept_loops_;
  std::thread thread_;
};

Server::Server(const ServerOptions& options, const Site& site, Log& log)
    : loop_(std::make_unique<Loop>(options, site, log)) {}

Server::~Server() = default;

SteadyTime Server::last_progress() const { return loop_->last_progress(); }

std::vector<std::string> Server::addresses() const {
  return loop_->addresses();
}

}  // namespace pitel
