#include "serve/accept_loop.h"

#include <boost/asio/error.hpp>
#include <chrono>
#include <utility>

namespace pitel {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

// How long to wait before trying again when no client can be accepted.
constexpr auto kAcceptAgain = std::chrono::milliseconds(50);

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

void AcceptLoop::OnAccept(const error_code& error, tcp::socket socket) {
  if (error) {
    crowd_.CountFailedAccept(error);
    // Without free descriptors the next attempt would fail at once.
    if (!FreeDescriptor(error)) return AcceptAgain();
  } else {
    if (!HasRoom()) return AcceptAgain();  // drops the client
    StartConversation(std::move(socket), context_);
  }
  Accept();
}

bool AcceptLoop::HasRoom() {
  if (context_.open.size() < context_.limits.connections ||
      Shed(ShedCause::kConnections)) {
    return true;
  }
  crowd_.CountRefusedConnection();
  return false;
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

void AcceptLoop::AcceptAgain() {
  again_.expires_after(kAcceptAgain);
  again_.async_wait([this, waiting = waiting_](const error_code&) mutable {
    waiting.reset();
    Accept();
  });
}

}  // namespace pitel
