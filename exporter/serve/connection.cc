// One client's conversation:
//
//   [TLS handshake] -> read a request's header
//       -> [wait for the password to be checked]
//       -> [wait for the page to be made] -> respond
//       -> [wait for the next request] -> ...
//       -> [after the last response: wait for the client to close]
//
// Each step sets one absolute deadline, which the client cannot move. The
// handlers of pending operations own the connection, the timer does not. A
// handler that throws closes its connection.
//
// While the server is at work for a client, it reads on: that is how it learns
// that the client has left.
//
// Closing a socket with unread bytes resets the connection, and the reset may
// overtake the response. So after the last response the sending side is shut
// down, and input is read and dropped until the client closes too.
#include "serve/connection.h"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl/error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/http/read.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <utility>

#include "serve/client_stream.h"
#include "serve/peer.h"
#include "serve/request_parser.h"
#include "serve/unsent_response.h"

namespace pitel {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using boost::system::error_code;

// More than the kernels on both sides buffer by default: if more was sent, the
// client has read some of it.
constexpr std::size_t kMaxBufferedBytes = 512 * 1024;
// A client that reads makes room for more within this time, in which it may
// wait for its processor, and a few round trips.
constexpr std::chrono::milliseconds kFirstReadWithin{20};
constexpr int kFirstReadRoundTrips = 4;

class Connection final : public OpenConnection,
                         public PageWaiter,
                         public LoginWaiter,
                         public std::enable_shared_from_this<Connection> {
 public:
  // A handler that keeps the connection until it is called.
  template <typename Handler>
  auto Keep(Handler handler) {
    return [self = shared_from_this(), handler](auto&&... outcome) {
      self->CloseIfThrown([&] { handler(outcome...); });
    };
  }

  Connection(asio::ip::tcp::socket socket, Peer peer,
             const ConnectionContext& context)
      : OpenConnection(std::move(peer.network)),
        context_(context),
        stream_(*this, std::move(socket), context.web.Read()->tls),
        round_trip_(peer.round_trip),
        deadline_(stream_.transport().get_executor()),
        reloading_(stream_.transport().get_executor()) {
    context_.open.Add(*this);
  }
  ~Connection() override { context_.open.Remove(*this); }

  void Start() {
    Transport& transport = stream_.transport();
    if (!transport.has_tls()) return AwaitFirstRequest();
    SetDeadline(context_.limits.handshake);
    WaitFor(ConnectionPhase::kHandshake);
    transport.AsyncHandshake(
        Keep([this](const error_code& error) { OnHandshake(error); }));
  }

  bool HasSlot() const override { return unsent_ && unsent_->has_slot(); }
  std::chrono::nanoseconds ReadPatience() const override {
    if (unsent_->sent() > kMaxBufferedBytes) return kClientStalledAfter;
    return std::min<std::chrono::nanoseconds>(
        kFirstReadWithin + kFirstReadRoundTrips * round_trip_,
        kClientStalledAfter);
  }
  void Shed() override {
    context_.open.Remove(*this);
    Expire();
    unsent_.reset();  // frees its place among the scrapes at once
  }
  void OnPage(std::shared_ptr<const PageBody> page) override {
    CloseIfThrown([&] {
      Response response = *std::exchange(awaits_page_, std::nullopt);
      context_.routes.Complete(response, std::move(page));
      Send(std::move(response));
    });
  }
  void OnLogin(LoginOutcome outcome) override {
    awaits_login_ = false;
    if (!stream_.is_open()) return;
    CloseIfThrown([&] {
      Respond(outcome == LoginOutcome::kRight
                  ? context_.routes.Respond(request_)
                  : Gate::Refusal(outcome));
    });
  }

 private:
  // Another operation may be pending, which would keep the connection.
  template <typename Step>
  void CloseIfThrown(Step step) try {
    step();
  } catch (const std::exception&) {
    Expire();
    throw;
  }

  void WaitFor(ConnectionPhase phase) {
    Wait(phase, context_.clock.Now().steady);
  }

  void OnHandshake(const error_code& error) {
    if (!error) return AwaitFirstRequest();
    const bool left = error == asio::error::eof ||
                      error == asio::ssl::error::stream_truncated;
    // Checks of the port do so, and the deadline aborts.
    if (left || error == asio::error::operation_aborted) return;
    context_.crowd.CountFailedHandshake(error);
    if (!IsPlainHttp(error)) return;
    stream_.transport().DropTls();
    parser_.emplace();
    Send(TextResponse(400, "Client sent an HTTP request to an HTTPS server."));
  }

  void AwaitFirstRequest() {
    SetDeadline(context_.limits.read_header);
    AwaitRequest();
  }

  void ReadHeader() {
    WaitFor(ConnectionPhase::kRequest);
    parser_.emplace();
    parser_->header_limit(kMaxHeaderBytes);
    parser_->body_limit(std::numeric_limits<std::uint64_t>::max());
    http::async_read_header(stream_.transport(), stream_.input(), *parser_,
                            Keep([this](const error_code& error, std::size_t) {
                              OnHeader(error);
                            }));
  }

  void OnHeader(const error_code& error) {
    if (!error) {
      auto refusal = Refuse(*parser_);
      keep_alive_ = !refusal && !HasBody(*parser_) && parser_->keep_alive() &&
                    ++requests_ < context_.limits.requests_per_connection;
      if (refusal) return Send(*std::move(refusal));
      request_ = ToRequest(*parser_);
      Admit();
    } else if (error.category() == http::make_error_code({}).category() &&
               error != http::error::end_of_stream) {
      keep_alive_ = false;
      Send(RespondToMalformed(error));
    }
    // Otherwise the client has left.
  }

  void Admit() {
    awaits_login_ = true;  // it may be over when Admit returns
    auto decision =
        context_.gate.Admit(request_, Routes::NeedsPassword(request_.target),
                            network(), shared_from_this());
    if (decision.entry != Gate::Entry::kWaits) {
      awaits_login_ = false;
      return Respond(decision.entry == Gate::Entry::kOpen
                         ? context_.routes.Respond(request_)
                         : std::move(decision.refusal));
    }
    if (!awaits_login_) return;
    SetDeadline(context_.limits.login);
    WaitFor(ConnectionPhase::kLogin);
    WatchForEnd();
  }

  void Respond(Response response) {
    if (response.awaits_reload) return AwaitReload();
    if (!response.page_request) return Send(std::move(response));
    const PageRequest request = *response.page_request;
    awaits_page_ = std::move(response);
    SetDeadline(context_.limits.write);
    WaitFor(ConnectionPhase::kPage);
    if (context_.page_maker.Make(request, shared_from_this())) WatchForEnd();
  }

  // Meanwhile, the handler of `reloading_` owns the connection.
  void AwaitReload() {
    SetDeadline(context_.limits.write);
    WaitFor(ConnectionPhase::kPage);
    reloading_.expires_after(context_.limits.write);
    reloading_.async_wait([self = shared_from_this()](const error_code&) {});
    context_.routes.Reload([weak = weak_from_this(),
                            to_server = stream_.transport().get_executor()](
                               const std::string& reasons) mutable {
      asio::post(to_server, [weak = std::move(weak), reasons] {
        if (const auto self = weak.lock()) self->OnReloaded(reasons);
      });
    });
  }

  // Not after the deadline, which closes the socket.
  void OnReloaded(const std::string& reasons) {
    if (reloading_.cancel() > 0) Send(ReloadResponse(reasons));
  }

  // While the client waits for others: if it closes, nothing need be done for
  // it. Unread input, such as another request, hides that.
  void WatchForEnd() {
    if (stream_.has_input()) return;
    stream_.Read([this](const error_code& error) {
      if (error && (awaits_login_ || awaits_page_)) Expire();
    });
  }

  void Send(Response response) {
    const bool head_only = parser_->get().method() == http::verb::head;
    unsent_.emplace(std::move(response),
                    UnsentResponse::Form{head_only, keep_alive_},
                    context_.clock.Now().wall, context_.gate.headers());
    may_be_unread_ = true;
    SetDeadline(context_.limits.write);
    // A short response gives up its place among the scrapes at once.
    const std::size_t size = stream_.transport().WriteNow(unsent_->next());
    if (size > 0) return OnSent({}, size);
    SendSome();
  }

  // Any bytes that the client takes count as progress.
  void SendSome() {
    WaitFor(ConnectionPhase::kReader);
    stream_.transport().async_write_some(
        unsent_->next(),
        Keep([this](const error_code& error, std::size_t size) {
          OnSent(error, size);
        }));
  }

  void OnSent(const error_code& error, std::size_t size) {
    if (error) return Expire();
    if (!unsent_) return;  // shed in the meantime
    unsent_->MarkSent(size);
    if (!unsent_->empty()) return SendSome();
    unsent_.reset();
    if (!keep_alive_) {  // the client closes under the same deadline
      WaitFor(ConnectionPhase::kIdle);
      return stream_.Finish();
    }
    may_be_unread_ = false;
    if (stream_.has_input()) {
      SetDeadline(context_.limits.read_header);
      return ReadHeader();
    }
    SetDeadline(context_.limits.idle);
    AwaitRequest();
  }

  // The deadline of a new connection started when it was accepted.
  void AwaitRequest() {
    WaitFor(ConnectionPhase::kIdle);
    stream_.Read([this](const error_code& error) {
      if (error) return;
      if (requests_ > 0) SetDeadline(context_.limits.read_header);
      ReadHeader();
    });
  }

  void SetDeadline(std::chrono::milliseconds from_now) {
    deadline_.expires_after(from_now);
    deadline_.async_wait([weak = weak_from_this()](const error_code& error) {
      const auto self = weak.lock();
      if (error || !self) return;
      // A later deadline may have been set after this one fired.
      const auto now = asio::steady_timer::clock_type::now();
      if (self->deadline_.expiry() <= now) self->Expire();
    });
  }

  void Expire() {
    if (awaits_page_) context_.page_maker.Forget(*this);
    if (awaits_login_) context_.gate.Forget(*this);
    stream_.Close(may_be_unread_);
  }

  const ConnectionContext& context_;
  ClientStream<Connection> stream_;
  const std::chrono::microseconds round_trip_;
  asio::steady_timer deadline_;
  asio::steady_timer reloading_;
  std::optional<RequestParser> parser_;
  Request request_;  // the current one
  std::size_t requests_ = 0;
  bool keep_alive_ = false;  // after the current response
  bool awaits_login_ = false;
  std::optional<Response> awaits_page_;
  std::optional<UnsentResponse> unsent_;
  // Whether the kernel may still buffer a response for the client.
  bool may_be_unread_ = false;
};

}  // namespace

void StartConversation(asio::ip::tcp::socket socket,
                       const ConnectionContext& context) {
  Peer peer = PeerOf(socket);
  std::make_shared<Connection>(std::move(socket), std::move(peer), context)
      ->Start();
}

}  // namespace pitel
