// One client's conversation:
//
//   read a request's header -> [wait for the page to be made] -> respond
//       -> [wait for the next request] -> ...
//       -> [after the last response: wait for the client to close]
//
// Each step sets one absolute deadline, which the client cannot move. The
// handler of the pending read or write owns the connection, the timer does not:
// a handler that throws thereby closes its connection.
//
// Closing a socket with unread bytes resets the connection, and the reset may
// overtake the response. So after the last response the sending side is shut
// down, and input is read and dropped until the client closes too.
#include "serve/connection.h"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/read.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <utility>

#include "serve/peer.h"
#include "serve/request_parser.h"
#include "serve/unsent_response.h"

namespace pitel {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using boost::system::error_code;

constexpr std::size_t kReadBytes = 1024;
// More than the kernels on both sides buffer by default: if more was sent, the
// client has read some of it.
constexpr std::size_t kMaxBufferedBytes = 512 * 1024;
// A client that reads makes room for more within this time, in which it may
// wait for its processor, and a few round trips.
constexpr std::chrono::milliseconds kFirstReadWithin{20};
constexpr int kFirstReadRoundTrips = 4;

class Connection final : public OpenConnection,
                         public PageWaiter,
                         public std::enable_shared_from_this<Connection> {
 public:
  Connection(asio::ip::tcp::socket socket, Peer peer,
             const ConnectionContext& context)
      : OpenConnection(std::move(peer.network)),
        context_(context),
        socket_(std::move(socket)),
        round_trip_(peer.round_trip),
        deadline_(socket_.get_executor()),
        reloading_(socket_.get_executor()) {
    context_.open.Add(*this);
  }
  ~Connection() override { context_.open.Remove(*this); }

  // Waits for the first request.
  void Start() {
    SetDeadline(context_.limits.read_header);
    AwaitRequest();
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
    Response response = *std::exchange(awaits_page_, std::nullopt);
    context_.routes.Complete(response, std::move(page));
    Send(std::move(response));
  }

 private:
  // The handler of the pending read or write.
  auto Next(void (Connection::*step)(const error_code&, std::size_t)) {
    return std::bind_front(step, shared_from_this());
  }

  void WaitFor(ConnectionPhase phase) {
    Wait(phase, context_.clock.Now().steady);
  }

  void ReadHeader() {
    WaitFor(ConnectionPhase::kRequest);
    parser_.emplace();
    parser_->header_limit(kMaxHeaderBytes);
    parser_->body_limit(std::numeric_limits<std::uint64_t>::max());
    http::async_read_header(socket_, input_, *parser_,
                            Next(&Connection::OnHeader));
  }

  void OnHeader(const error_code& error, std::size_t) {
    if (!error) {
      auto refusal = Refuse(*parser_);
      keep_alive_ = !refusal && !HasBody(*parser_) && parser_->keep_alive() &&
                    ++requests_ < context_.limits.requests_per_connection;
      Respond(refusal ? *std::move(refusal)
                      : context_.routes.Respond(ToRequest(*parser_)));
    } else if (error.category() == http::make_error_code({}).category() &&
               error != http::error::end_of_stream) {
      keep_alive_ = false;
      Send(RespondToMalformed(error));
    }
    // Otherwise the client has left.
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
    context_.routes.Reload(
        [weak = weak_from_this(), to_server = socket_.get_executor()](
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

  // While the page waits for another to be made: if the client closes, its page
  // need not be made. Unread input, such as another request, hides that.
  void WatchForEnd() {
    socket_.async_wait(asio::ip::tcp::socket::wait_read,
                       [weak = weak_from_this()](const error_code&) {
                         if (const auto self = weak.lock()) self->OnReadable();
                       });
  }

  void OnReadable() {
    error_code ignored;
    if (awaits_page_ && socket_.available(ignored) == 0) Expire();
  }

  void Send(Response response) {
    const bool head_only = parser_->get().method() == http::verb::head;
    unsent_.emplace(std::move(response),
                    UnsentResponse::Form{head_only, keep_alive_},
                    context_.clock.Now().wall);
    may_be_unread_ = true;
    SetDeadline(context_.limits.write);
    SendSome();
  }

  // Any bytes that the client takes count as progress.
  void SendSome() {
    WaitFor(ConnectionPhase::kReader);
    socket_.async_write_some(unsent_->next(), Next(&Connection::OnSent));
  }

  void OnSent(const error_code& error, std::size_t size) {
    if (error || !unsent_) return;  // without it: shed in the meantime
    unsent_->MarkSent(size);
    if (!unsent_->empty()) return SendSome();
    unsent_.reset();
    if (!keep_alive_) return LetGo();
    may_be_unread_ = false;
    if (input_.size() > 0) {
      SetDeadline(context_.limits.read_header);
      return ReadHeader();
    }
    SetDeadline(context_.limits.idle);
    AwaitRequest();
  }

  void AwaitRequest() {
    WaitFor(ConnectionPhase::kIdle);
    socket_.async_read_some(input_.prepare(kReadBytes),
                            Next(&Connection::OnFirstBytes));
  }

  // The deadline of a new connection started when it was accepted.
  void OnFirstBytes(const error_code& error, std::size_t size) {
    if (error) return;
    input_.commit(size);
    if (requests_ > 0) SetDeadline(context_.limits.read_header);
    ReadHeader();
  }

  // Under the deadline of the response.
  void LetGo() {
    WaitFor(ConnectionPhase::kIdle);
    error_code ignored;
    socket_.shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
    Drain({}, 0);
  }

  void Drain(const error_code& error, std::size_t) {
    if (error) return;
    input_.clear();
    socket_.async_read_some(input_.prepare(kReadBytes),
                            Next(&Connection::Drain));
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
    error_code ignored;
    // Frees at once what the kernel buffers for a client that does not read.
    socket_.set_option(asio::socket_base::linger(may_be_unread_, 0), ignored);
    socket_.close(ignored);
  }

  const ConnectionContext& context_;
  asio::ip::tcp::socket socket_;
  const std::chrono::microseconds round_trip_;
  asio::steady_timer deadline_;
  asio::steady_timer reloading_;
  beast::flat_buffer input_{kMaxHeaderBytes + kReadBytes};
  std::optional<RequestParser> parser_;
  std::size_t requests_ = 0;
  bool keep_alive_ = false;  // after the current response
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
