// One client's conversation:
//
//   read a request's header -> answer -> [wait for the next request] -> ...
//                                     -> [last answer: let go]
//
// Each step sets one absolute deadline; what the client does meanwhile does not
// move it. The handler of the pending read or write owns the connection, the
// timer does not: a handler that throws thereby closes its connection.
//
// A socket closed with unread bytes resets the connection, and the reset may
// overtake the answer. So after the last answer the sending side is shut down
// and what still comes is read and dropped until the client closes too.
#include "serve/connection.h"

#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <utility>

namespace pitel {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using boost::system::error_code;

constexpr std::uint32_t kHeaderBytes = 8 * 1024;
constexpr std::size_t kHeaderFields = 64;
constexpr std::size_t kReadBytes = 1024;
// As many as one call of asio::async_write hands to the kernel.
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

// The answer to a header that could not be parsed.
Response AnswerMalformed(const error_code& error) {
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

// The answer to a well-formed header that is not accepted all the same.
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

class Connection : public std::enable_shared_from_this<Connection> {
 public:
  Connection(asio::ip::tcp::socket socket, const ConnectionContext& context,
             std::shared_ptr<const void> slot)
      : context_(context),
        slot_(std::move(slot)),
        socket_(std::move(socket)),
        deadline_(socket_.get_executor()) {}

  void Start() {
    SetDeadline(context_.limits.read_header);
    ReadHeader();
  }

 private:
  void ReadHeader() {
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
      response_ = refusal ? *std::move(refusal) : Answer();
    } else if (error.category() == http::make_error_code({}).category() &&
               error != http::error::end_of_stream) {
      keep_alive_ = false;
      response_ = AnswerMalformed(error);
    } else {
      return;  // The client left.
    }
    Send();
  }

  Response Answer() {
    const Header& header = parser_->get();
    return context_.routes.Answer(
        {ToString(header.method_string()), ToString(header.target()),
         JoinFields(header, http::field::accept),
         JoinFields(header, http::field::accept_encoding), HasBody(*parser_)});
  }

  void Send() {
    head_ = RenderHead(*response_, keep_alive_, context_.clock.Now().wall);
    sent_buffers_ = 0;
    SetDeadline(context_.limits.write);
    SendBatch();
  }

  // The answer is a list of buffers: its head, and those of its body.
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

  void SendBatch() {
    std::size_t size = 0;
    for (; size < batch_.size() && sent_buffers_ < BufferCount(); ++size) {
      batch_[size] = Buffer(sent_buffers_++);
    }
    asio::async_write(
        socket_, std::span<const asio::const_buffer>(batch_.data(), size),
        [self = shared_from_this()](const error_code& error, std::size_t) {
          if (!error) self->OnBatchSent();
        });
  }

  void OnBatchSent() {
    if (sent_buffers_ < BufferCount()) return SendBatch();
    response_.reset();
    if (!keep_alive_) return LetGo();
    head_.clear();
    if (input_.size() > 0) return Start();
    SetDeadline(context_.limits.idle);
    AwaitRequest();
  }

  void AwaitRequest() {
    socket_.async_read_some(
        input_.prepare(kReadBytes),
        [self = shared_from_this()](const error_code& error, std::size_t size) {
          if (error) return;
          self->input_.commit(size);
          self->Start();
        });
  }

  // Under the deadline of the answer.
  void LetGo() {
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
    const bool answering = !head_.empty();
    socket_.set_option(asio::socket_base::linger(answering, 0), ignored);
    socket_.close(ignored);
  }

  const ConnectionContext& context_;
  const std::shared_ptr<const void> slot_;
  asio::ip::tcp::socket socket_;
  asio::steady_timer deadline_;
  beast::flat_buffer input_{kHeaderBytes + kReadBytes};
  std::optional<Parser> parser_;
  std::size_t requests_ = 0;
  // The answer under way.
  bool keep_alive_ = false;
  std::optional<Response> response_;
  std::string head_;  // empty while there is no answer under way
  std::array<asio::const_buffer, kBatchBuffers> batch_;
  std::size_t sent_buffers_ = 0;
};

}  // namespace

void StartConversation(asio::ip::tcp::socket socket,
                       const ConnectionContext& context,
                       std::shared_ptr<const void> slot) {
  std::make_shared<Connection>(std::move(socket), context, std::move(slot))
      ->Start();
}

}  // namespace pitel
