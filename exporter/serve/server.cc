#include "serve/server.h"

#include <algorithm>
#include <atomic>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <exception>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "base/thread.h"
#include "serve/accept_loop.h"
#include "serve/connection.h"
#include "serve/crowd_log.h"
#include "serve/gate.h"
#include "serve/listener.h"
#include "serve/page_maker.h"
#include "serve/passed_sockets.h"
#include "serve/routes.h"
#include "serve/spare_descriptors.h"
#include "serve/tls_context.h"
#include "serve/web_settings.h"

namespace pitel {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

constexpr auto kPauseAfterException = std::chrono::milliseconds(10);
constexpr auto kHeartbeat = std::chrono::seconds(1);

std::vector<tcp::acceptor> Acceptors(asio::io_context& io,
                                     const ServerOptions& options) {
  if (options.systemd_socket) return TakePassedSockets(io);
  std::vector<tcp::acceptor> acceptors;
  for (const std::string& address : options.listen_addresses) {
    acceptors.push_back(Listen(io, address));
  }
  return acceptors;
}

Result<WebSettings> MakeSettings(const WebConfig& web) {
  if (!web.tls) return WebSettings{web, nullptr};
  auto tls = TlsContext::Make(*web.tls);
  if (!tls) return tls.error();
  return WebSettings{web, *std::move(tls)};
}

WebSettings SettingsOrThrow(const WebConfig& web) {
  auto settings = MakeSettings(web);
  if (!settings) throw std::runtime_error(settings.error().message);
  return *std::move(settings);
}

std::size_t MostLogins(const ServerLimits& limits) {
  return std::min(limits.logins, limits.connections - limits.connections / 4);
}

}  // namespace

// Members that handlers use precede the io_context, whose destruction ends the
// conversations.
class Server::Loop {
 public:
  Loop(const ServerOptions& options, const Site& site, Log& log)
      : limits_(options.limits),
        clock_(site.clock),
        web_(SettingsOrThrow(options.web)),
        routes_(site, options.telemetry_path, options.max_requests,
                [this] { return MakeRoomForScrape(); }),
        context_{web_,   gate_, routes_,     limits_,
                 clock_, open_, page_maker_, crowd_},
        crowd_(open_, {limits_.connections, options.max_requests}, log),
        log_(log),
        last_progress_(clock_.Now().steady),
        page_maker_(io_, site.page),
        gate_(io_, web_, clock_, MostLogins(options.limits)) {
    for (tcp::acceptor& acceptor : Acceptors(io_, options)) {
      accept_loops_.push_back(std::make_unique<AcceptLoop>(
          std::move(acceptor), context_, spare_, crowd_));
    }
    thread_ = StartThread("the HTTP server", [this] { Run(); });
  }

  ~Loop() {
    io_.stop();
    thread_.join();
  }

  void LimitConnections(std::size_t connections) {
    asio::post(io_, [this, connections] {
      limits_.connections = connections;
      crowd_.LimitConnections(connections);
    });
  }

  std::optional<Error> Use(const WebConfig& web) {
    auto settings = MakeSettings(web);
    if (!settings) return settings.error();
    web_.Publish(*std::move(settings));
    return std::nullopt;
  }

  SteadyTime last_progress() const { return last_progress_; }

  const auto& accept_loops() const { return accept_loops_; }

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

  bool MakeRoomForScrape() {
    if (open_.ShedScrape(clock_.Now().steady)) return true;
    crowd_.CountRefusedScrape();
    return false;
  }

  // If memory has run out, logging may fail too. No caller would catch that.
  void Report(const std::exception& failure) noexcept try {
    log_.Error("a request failed", {{"reason", std::string(failure.what())}});
  } catch (const std::exception&) {
  }

  ServerLimits limits_;  // changed by the server's thread alone
  const Clock& clock_;
  PublishedWebSettings web_;
  OpenConnections open_;
  Routes routes_;
  const ConnectionContext context_;
  SpareDescriptors spare_;
  CrowdLog crowd_;
  Log& log_;
  std::atomic<SteadyTime> last_progress_;
  asio::io_context io_{1};
  PageMaker page_maker_;
  Gate gate_;
  const asio::executor_work_guard<asio::io_context::executor_type> busy_{
      io_.get_executor()};
  asio::steady_timer heart_{io_};
  bool beating_ = false;
  std::vector<std::unique_ptr<AcceptLoop>> accept_loops_;
  std::jthread thread_;
};

Server::Server(const ServerOptions& options, const Site& site, Log& log)
    : loop_(std::make_unique<Loop>(options, site, log)) {}

Server::~Server() = default;

void Server::LimitConnections(std::size_t connections) {
  loop_->LimitConnections(connections);
}

std::optional<Error> Server::Use(const WebConfig& web) {
  return loop_->Use(web);
}

SteadyTime Server::last_progress() const { return loop_->last_progress(); }

std::vector<std::string> Server::addresses() const {
  std::vector<std::string> addresses;
  for (const auto& loop : loop_->accept_loops()) {
    addresses.push_back(ToString(loop->endpoint()));
  }
  return addresses;
}

}  // namespace pitel
