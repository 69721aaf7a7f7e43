#include "serve/accept_loop.h"

#include <boost/asio/error.hpp>
#include <chrono>
#include <utility>

namespace pitel {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

// How long to wait before trying again when no client can be accepted, and how
// often for one client: clients that read nothing have stalled by then.
constexpr auto kTryAgainAfter = std::chrono::milliseconds(50);
constexpr int kTries = kClientStalledAfter / kTryAgainAfter + 2;

}  // namespace

AcceptLoop::AcceptLoop(tcp::acceptor acceptor, const ConnectionContext& context,
                       SpareDescriptors& spare, CrowdLog& crowd)
    : acceptor_(std::move(acceptor)),
      again_(acceptor_.get_executor()),
      context_(context),
      spare_(spare),
      crowd_(crowd) {}

void AcceptLoop::Resume() {
  if (waiting_.use_count() == 1) Accept();
}

void AcceptLoop::Accept() {
  acceptor_.async_accept(
      [this, waiting = waiting_](const error_code& error,
                                 tcp::socket socket) mutable {
        waiting.reset();
        OnAccept(error, std::move(socket));
      });
}

template <typename Step>
void AcceptLoop::TryLater(Step step) {
  again_.expires_after(kTryAgainAfter);
  again_.async_wait(
      [step = std::move(step), waiting = waiting_](const error_code&) mutable {
        waiting.reset();
        step();
      });
}

void AcceptLoop::OnAccept(const error_code& error, tcp::socket socket) {
  if (error) {
    crowd_.CountFailedAccept(error);
    // Without free descriptors the next attempt would fail at once.
    if (FreeDescriptor(error)) return Accept();
    return TryLater([this] { Accept(); });
  }
  Admit(std::move(socket), kTries);
}

void AcceptLoop::Admit(tcp::socket socket, int tries) {
  if (HasRoom()) {
    StartConversation(std::move(socket), context_);
  } else if (tries > 1) {
    return TryLater([this, socket = std::move(socket), tries]() mutable {
      Admit(std::move(socket), tries - 1);
    });
  } else {
    crowd_.CountRefusedConnection();
  }
  Accept();
}

bool AcceptLoop::HasRoom() {
  return context_.open.size() < context_.limits.connections ||
         Shed(ShedCause::kConnections);
}

bool AcceptLoop::FreeDescriptor(const error_code& error) {
  if (error != asio::error::no_descriptors &&
      error != boost::system::errc::too_many_files_open_in_system) {
    return false;
  }
  return spare_.Release() || Shed(ShedCause::kDescriptors);
}

bool AcceptLoop::Shed(ShedCause cause) {
  return context_.open.ShedOne(context_.clock.Now().steady, cause);
}

}  // namespace pitel
