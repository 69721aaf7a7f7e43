// One client's conversation:
//
//   read a request's header -> respond -> [wait for the next request] -> ...
//                                      -> [last response: let go]
//
// Each step sets one absolute deadline, which nothing that the client does can
// move. The handler of the pending read or write owns the connection, the
// timer does not: a handler that throws thereby closes its connection.
//
// Closing a socket with unread bytes resets the connection, and the reset may
// overtake the response. So after the last response the sending side is shut
// down, and input is read and dropped until the client closes too.
#include "serve/connection.h"

#include <boost/asio/buffer.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace pitel {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using boost::system::error_code;

constexpr std::uint32_t kHeaderBytes = 8 * 1024;
constexpr std::size_t kHeaderFields = 64;
constexpr std::size_t kReadBytes = 1024;
// The number of buffers passed to the kernel in one call.
constexpr std::size_t kBatchBuffers = 16;

using Header = http::request_header<>;
using Parser = http::request_parser<http::empty_body>;

std::string ToString(beast::string_view text) {
  return std::string(text.data(), text.size());
}

std::string JoinFields(const Header& header, http::field name) {
  std::string joined;
  const auto [first, last] = header.equal_range(name);
  for (auto field = first; field != last; ++field) {
    if (!joined.empty()) joined += ", ";
    joined += ToString(field->value());
  }
  return joined;
}

// The response to a header that could not be parsed.
Response RespondToMalformed(const error_code& error) {
  if (error == http::error::header_limit ||
      error == http::error::buffer_overflow) {
    return TextResponse(431, "Request header too large");
  }
  return TextResponse(400, "Bad request");
}

// Whether more of the request follows its header, which is not read.
bool HasBody(const Parser& parser) {
  return !parser.is_done() ||
         parser.get().count(http::field::transfer_encoding) > 0;
}

// The response to a well-formed header that is not accepted.
std::optional<Response> Refuse(const Parser& parser) {
  const Header& header = parser.get();
  const auto fields = std::distance(header.begin(), header.end());
  if (static_cast<std::size_t>(fields) > kHeaderFields) {
    return TextResponse(431, "Too many request header fields");
  }
  const std::size_t hosts = header.count(http::field::host);
  if (hosts > 1 || (hosts == 0 && header.version() == 11)) {
    return TextResponse(400, "Bad request: want one Host");
  }
  return std::nullopt;
}

class Connection final : public OpenConnection,
                         public std::enable_shared_from_this<Connection> {
 public:
  Connection(asio::ip::tcp::socket socket, const ConnectionContext& context)
      : context_(context),
        socket_(std::move(socket)),
        deadline_(socket_.get_executor()) {
    context_.open.Add(*this);
  }
  ~Connection() override { context_.open.Remove(*this); }

  // Waits for the first request.
  void Start() {
    SetDeadline(context_.limits.read_header);
    AwaitRequest();
  }

  bool HasScrape() const override {
    return response_ && response_->scrape.has_value();
  }
  void Shed() override {
    context_.open.Remove(*this);
    Expire();
    response_.reset();  // frees its place among the scrapes at once
  }

 private:
  void WaitFor(ConnectionPhase phase) {
    Wait(phase, context_.clock.Now().steady);
  }

  void ReadHeader() {
    WaitFor(ConnectionPhase::kRequest);
    parser_.emplace();
    parser_->header_limit(kHeaderBytes);
    parser_->body_limit(std::numeric_limits<std::uint64_t>::max());
    http::async_read_header(
        socket_, input_, *parser_,
        [self = shared_from_this()](const error_code& error, std::size_t) {
          self->OnHeader(error);
        });
  }

  void OnHeader(const error_code& error) {
    if (!error) {
      auto refusal = Refuse(*parser_);
      keep_alive_ = !refusal && !HasBody(*parser_) && parser_->keep_alive() &&
                    ++requests_ < context_.limits.requests_per_connection;
      response_ = refusal ? *std::move(refusal) : Respond();
    } else if (error.category() == http::make_error_code({}).category() &&
               error != http::error::end_of_stream) {
      keep_alive_ = false;
      response_ = RespondToMalformed(error);
    } else {
      return;  // The client left.
    }
    Send();
  }

  Response Respond() {
    const Header& header = parser_->get();
    return context_.routes.Respond(
        {ToString(header.method_string()), ToString(header.target()),
         JoinFields(header, http::field::accept),
         JoinFields(header, http::field::accept_encoding), HasBody(*parser_)});
  }

  void Send() {
    head_ = RenderHead(*response_, keep_alive_, context_.clock.Now().wall);
    next_buffer_ = 0;
    batch_.clear();
    SetDeadline(context_.limits.write);
    SendBatch();
  }

  // The response is a list of buffers: its head, then those of its body.
  std::size_t BufferCount() const {
    if (parser_->get().method() == http::verb::head) return 1;
    return 1 + (response_->scrape ? response_->scrape->buffer_count() : 1);
  }

  asio::const_buffer Buffer(std::size_t index) const {
    if (index == 0) return asio::buffer(head_);
    if (!response_->scrape) return asio::buffer(response_->text);
    const std::string_view buffer = response_->scrape->buffer(index - 1);
    return asio::const_buffer(buffer.data(), buffer.size());
  }

  // Any bytes that the client takes count as progress.
  void SendBatch() {
    if (batch_.empty()) {
      while (batch_.size() < kBatchBuffers && next_buffer_ < BufferCount()) {
        batch_.push_back(Buffer(next_buffer_++));
      }
    }
    WaitFor(ConnectionPhase::kReader);
    socket_.async_write_some(
        std::span<const asio::const_buffer>(batch_.data(), batch_.size()),
        [self = shared_from_this()](const error_code& error, std::size_t size) {
          if (!error) self->OnSent(size);
        });
  }

  void OnSent(std::size_t size) {
    if (!response_) return;  // shed in the meantime
    auto unsent = batch_.begin();
    while (unsent != batch_.end() && size >= unsent->size()) {
      size -= unsent->size();
      ++unsent;
    }
    if (unsent != batch_.end()) *unsent += size;
    batch_.erase(batch_.begin(), unsent);
    if (!batch_.empty() || next_buffer_ < BufferCount()) return SendBatch();
    response_.reset();
    if (!keep_alive_) return LetGo();
    head_.clear();
    if (input_.size() > 0) {
      SetDeadline(context_.limits.read_header);
      return ReadHeader();
    }
    SetDeadline(context_.limits.idle);
    AwaitRequest();
  }

  void AwaitRequest() {
    WaitFor(ConnectionPhase::kIdle);
    socket_.async_read_some(
        input_.prepare(kReadBytes),
        [self = shared_from_this()](const error_code& error, std::size_t size) {
          if (!error) self->OnFirstBytes(size);
        });
  }

  // The deadline of a new connection started when it was accepted.
  void OnFirstBytes(std::size_t size) {
    input_.commit(size);
    if (requests_ > 0) SetDeadline(context_.limits.read_header);
    ReadHeader();
  }

  // Under the deadline of the response.
  void LetGo() {
    WaitFor(ConnectionPhase::kIdle);
    error_code ignored;
    socket_.shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
    Drain();
  }

  void Drain() {
    input_.clear();
    socket_.async_read_some(
        input_.prepare(kReadBytes),
        [self = shared_from_this()](const error_code& error, std::size_t) {
          if (!error) self->Drain();
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
    error_code ignored;
    // Frees at once what the kernel holds for a client that does not read.
    const bool responding = !head_.empty();
    socket_.set_option(asio::socket_base::linger(responding, 0), ignored);
    socket_.close(ignored);
  }

  const ConnectionContext& context_;
  asio::ip::tcp::socket socket_;
  asio::steady_timer deadline_;
  beast::flat_buffer input_{kHeaderBytes + kReadBytes};
  std::optional<Parser> parser_;
  std::size_t requests_ = 0;
  // The current response.
  bool keep_alive_ = false;
  std::optional<Response> response_;
  std::string head_;                       // empty while there is no response
  std::vector<asio::const_buffer> batch_;  // not accepted by the kernel yet
  std::size_t next_buffer_ = 0;            // the first one after the batch
};

}  // namespace

void StartConversation(asio::ip::tcp::socket socket,
                       const ConnectionContext& context) {
  std::make_shared<Connection>(std::move(socket), context)->Start();
}

}  // namespace pitel
