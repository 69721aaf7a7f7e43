// A private header of serve. Tested in tls_server_test.cc.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/system/error_code.hpp>
#include <cstddef>
#include <memory>
#include <optional>
#include <utility>

#include "serve/tls_context.h"

namespace pitel {

// A connected socket and, if there is a context, TLS on it: an asynchronous
// stream, as Asio and Beast define it.
class Transport {
 public:
  using Socket = boost::asio::ip::tcp::socket;
  using executor_type = Socket::executor_type;

  Transport(Socket socket, std::shared_ptr<TlsContext> tls)
      : socket_(std::move(socket)), context_(std::move(tls)) {
    if (context_) tls_.emplace(socket_, context_->context());
  }

  executor_type get_executor() { return socket_.get_executor(); }
  Socket& socket() { return socket_; }
  bool has_tls() const { return tls_.has_value(); }

  // Only with TLS, and first of all.
  template <typename Handler>
  void AsyncHandshake(Handler&& handler) {
    tls_->async_handshake(boost::asio::ssl::stream_base::server,
                          std::forward<Handler>(handler));
  }

  template <typename Buffers, typename Handler>
  void async_read_some(const Buffers& buffers, Handler&& handler) {
    if (tls_) {
      tls_->async_read_some(buffers, std::forward<Handler>(handler));
    } else {
      socket_.async_read_some(buffers, std::forward<Handler>(handler));
    }
  }

  template <typename Buffers, typename Handler>
  void async_write_some(const Buffers& buffers, Handler&& handler) {
    if (tls_) {
      tls_->async_write_some(buffers, std::forward<Handler>(handler));
    } else {
      socket_.async_write_some(buffers, std::forward<Handler>(handler));
    }
  }

  // Writes what can be written without waiting: nothing with TLS, nor after an
  // error, which the next operation has as well.
  template <typename Buffers>
  std::size_t WriteNow(const Buffers& buffers) {
    boost::system::error_code ignored;
    if (tls_) return 0;
    socket_.non_blocking(true, ignored);
    if (ignored) return 0;
    return socket_.write_some(buffers, ignored);
  }

  // Tells the client that nothing follows. With TLS, it calls the handler once
  // the client has said the same.
  template <typename Handler>
  void AsyncFinish(Handler&& handler) {
    if (tls_) return tls_->async_shutdown(std::forward<Handler>(handler));
    handler(boost::system::error_code());
  }

  // Goes on without TLS. No operation is under way.
  void DropTls() { tls_.reset(); }

 private:
  Socket socket_;
  const std::shared_ptr<TlsContext> context_;
  std::optional<boost::asio::ssl::stream<Socket&>> tls_;
};

}  // namespace pitel
