// A private header of serve. Tested in server_test.cc, password_login_test.cc
// and tls_server_test.cc.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/system/error_code.hpp>
#include <cstddef>
#include <functional>
#include <memory>
#include <utility>

#include "serve/request_parser.h"
#include "serve/transport.h"

namespace pitel {

// The bytes of one client: its transport, the input that is not parsed yet, and
// the end. `Owner` has this as a member; its function Keep makes a handler that
// keeps the owner alive.
template <typename Owner>
class ClientStream {
 public:
  using error_code = boost::system::error_code;
  using Step = std::function<void(const error_code&)>;

  ClientStream(Owner& owner, Transport::Socket socket,
               std::shared_ptr<TlsContext> tls)
      : owner_(owner), transport_(std::move(socket), std::move(tls)) {}

  Transport& transport() { return transport_; }
  boost::beast::flat_buffer& input() { return input_; }
  bool has_input() const { return input_.size() > 0; }
  bool is_open() { return transport_.socket().is_open(); }

  // Adds some bytes to the input, for `step`. If bytes are being read already,
  // these are for it.
  void Read(Step step) {
    step_ = std::move(step);
    if (reading_) return;
    reading_ = true;
    transport_.async_read_some(
        input_.prepare(kReadBytes),
        owner_.Keep([this](const error_code& error, std::size_t size) {
          reading_ = false;
          input_.commit(size);
          std::exchange(step_, nullptr)(error);
        }));
  }

  // After the last response: tells the client, and drops what it still sends
  // until it closes.
  void Finish() {
    transport_.AsyncFinish(owner_.Keep([this](const error_code&) {
      error_code ignored;
      transport_.socket().shutdown(Transport::Socket::shutdown_send, ignored);
      if (!reading_) transport_.DropTls();
      Drain();
    }));
  }

  // Closes at once. `discard` frees what the kernel buffers for a client that
  // does not read.
  void Close(bool discard) {
    error_code ignored;
    auto& socket = transport_.socket();
    socket.set_option(boost::asio::socket_base::linger(discard, 0), ignored);
    socket.close(ignored);
  }

 private:
  static constexpr std::size_t kReadBytes = 1024;

  void Drain() {
    if (!reading_) input_.clear();
    Read([this](const error_code& error) {
      if (!error) Drain();
    });
  }

  Owner& owner_;
  Transport transport_;
  boost::beast::flat_buffer input_{kMaxHeaderBytes + kReadBytes};
  bool reading_ = false;
  Step step_;  // after the read under way
};

}  // namespace pitel
