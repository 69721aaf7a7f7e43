#include "simulator/http_server.h"

#include <sys/socket.h>

#include <boost/asio.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <condition_variable>
#include <list>
#include <mutex>
#include <thread>

#include "simulator/gzip.h"

namespace pitel::simulation {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using asio::ip::tcp;
using boost::system::error_code;

constexpr std::size_t kMostConnections = 512;
constexpr std::uint32_t kMostHeaderBytes = 8 << 10;
constexpr std::uint64_t kMostBodyBytes = 64 << 10;

using HttpRequest = http::request<http::string_body>;

Request Translate(const HttpRequest& request) {
  return {std::string(request.method_string()), std::string(request.target()),
          std::string(request[http::field::authorization]), request.body()};
}

// Sends one response, as a body of known length or in chunks.
class Sender {
 public:
  Sender(tcp::socket& socket, const HttpRequest& request,
         const Response& response, bool gzip)
      : socket_(socket),
        response_(response),
        keep_alive_(request.keep_alive()),
        chunked_(response.stream != nullptr || gzip),
        gzip_(gzip) {
    if (request.version() < 11) {
      keep_alive_ = keep_alive_ && !chunked_;
      plain_stream_ = chunked_;
    }
  }

  // Whether the connection can be used further.
  bool Send(std::string& buffer) {
    SendHead();
    const Sink sink = [this](std::string_view bytes) { return Write(bytes); };
    if (gzip_) {
      GzipStream stream(sink);
      Produce(buffer,
              [&](std::string_view bytes) { return stream.Write(bytes); });
      if (!error_) stream.Finish();
    } else {
      Produce(buffer, sink);
    }
    if (chunked_ && !plain_stream_ && !error_) {
      asio::write(socket_, http::make_chunk_last(), error_);
    }
    return keep_alive_ && !error_;
  }

 private:
  void SendHead() {
    http::response<http::empty_body> head(
        static_cast<http::status>(response_.status), 11);
    head.set(http::field::content_type, "application/json");
    if (gzip_) head.set(http::field::content_encoding, "gzip");
    if (response_.retry_after > 0) {
      head.set(http::field::retry_after, std::to_string(response_.retry_after));
    }
    if (!chunked_) {
      head.content_length(response_.body.size());
    } else if (!plain_stream_) {
      head.chunked(true);
    }
    head.keep_alive(keep_alive_);
    http::response_serializer<http::empty_body> serializer(head);
    http::write_header(socket_, serializer, error_);
  }

  void Produce(std::string& buffer, const Sink& sink) {
    if (error_) return;
    if (response_.stream) {
      response_.stream(buffer, sink);
    } else {
      sink(response_.body);
    }
  }

  bool Write(std::string_view bytes) {
    const asio::const_buffer data(bytes.data(), bytes.size());
    if (chunked_ && !plain_stream_) {
      asio::write(socket_, http::make_chunk(data), error_);
    } else {
      asio::write(socket_, data, error_);
    }
    return !error_;
  }

  tcp::socket& socket_;
  const Response& response_;
  bool keep_alive_;
  const bool chunked_;
  const bool gzip_;
  bool plain_stream_ = false;  // HTTP/1.0: the body ends with the connection
  error_code error_;
};

}  // namespace

class HttpServer::Listener {
 public:
  Listener(const std::string& host, unsigned short port, bool gzip, Api& api)
      : gzip_(gzip),
        api_(api),
        acceptor_(context_, tcp::endpoint(asio::ip::make_address(host), port)),
        endpoint_(acceptor_.local_endpoint()),
        thread_([this] { Accept(); }) {}

  ~Listener() {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
      for (Connection& connection : connections_) {
        if (connection.socket.is_open()) {
          ::shutdown(connection.socket.native_handle(), SHUT_RDWR);
        }
      }
    }
    changed_.notify_all();
    ::shutdown(acceptor_.native_handle(), SHUT_RDWR);
    thread_.join();
    for (Connection& connection : connections_) connection.thread.join();
  }

  const tcp::endpoint& endpoint() const { return endpoint_; }

 private:
  struct Connection {
    explicit Connection(tcp::socket peer) : socket(std::move(peer)) {}
    tcp::socket socket;  // closed under the lock
    std::thread thread;
    bool finished = false;  // under the lock
  };

  void Accept() {
    for (;;) {
      error_code error;
      tcp::socket socket = acceptor_.accept(error);
      std::unique_lock lock(mutex_);
      if (stopping_) return;
      if (error) {  // out of file descriptors, most likely
        changed_.wait_for(lock, std::chrono::milliseconds(100));
        continue;
      }
      Reap();
      if (connections_.size() >= kMostConnections) continue;
      Connection& connection = connections_.emplace_back(std::move(socket));
      connection.thread = std::thread([this, &connection] {
        Serve(connection.socket);
        const std::lock_guard closing(mutex_);
        error_code ignored;
        connection.socket.close(ignored);
        connection.finished = true;
      });
    }
  }

  void Reap() {
    connections_.remove_if([](Connection& connection) {
      if (connection.finished) connection.thread.join();
      return connection.finished;
    });
  }

  void Serve(tcp::socket& socket) {
    error_code error;
    socket.set_option(tcp::no_delay(true), error);
    boost::beast::flat_buffer input;
    std::string buffer;
    for (;;) {
      http::request_parser<http::string_body> parser;
      parser.header_limit(kMostHeaderBytes);
      parser.body_limit(kMostBodyBytes);
      http::read(socket, input, parser, error);
      if (error) return;
      const HttpRequest& request = parser.get();
      const Response response = api_.Handle(Translate(request));
      if (response.reset) {
        socket.set_option(asio::socket_base::linger(true, 0), error);
        return;
      }
      if (!Wait(response.delay)) return;
      const bool gzip = gzip_ && request[http::field::accept_encoding].find(
                                     "gzip") != boost::beast::string_view::npos;
      if (!Sender(socket, request, response, gzip).Send(buffer)) return;
    }
  }

  // False if the server must end.
  bool Wait(Elapsed delay) {
    std::unique_lock lock(mutex_);
    return !changed_.wait_for(lock, delay, [this] { return stopping_; });
  }

  const bool gzip_;
  Api& api_;
  asio::io_context context_;
  tcp::acceptor acceptor_;
  const tcp::endpoint endpoint_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool stopping_ = false;
  std::list<Connection> connections_;
  std::thread thread_;
};

HttpServer::HttpServer(const std::string& host, unsigned short port, bool gzip,
                       Api& api)
    : listener_(std::make_unique<Listener>(host, port, gzip, api)) {}

HttpServer::~HttpServer() = default;

std::string HttpServer::Url() const {
  const tcp::endpoint& endpoint = listener_->endpoint();
  const std::string host = endpoint.address().to_string();
  return "http://" + (endpoint.address().is_v6() ? "[" + host + "]" : host) +
         ":" + std::to_string(endpoint.port());
}

unsigned short HttpServer::Port() const { return listener_->endpoint().port(); }

}  // namespace pitel::simulation
