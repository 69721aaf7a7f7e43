// A connected socket of a test server, plain or with TLS.
#pragma once

#include <openssl/ssl.h>
#include <poll.h>

#include <memory>
#include <string>
#include <string_view>

#include "support/scripted_server.h"

namespace pitel {

struct TlsContextFree {
  void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
};
using TlsContext = std::unique_ptr<SSL_CTX, TlsContextFree>;

// Null for a plain server.
TlsContext MakeTlsContext(const ScriptedServerOptions& options);

// Waits for `events` of a socket; false once `stop` has something to read.
bool WaitUnlessStopped(int socket, short events, int stop);

class ServerSocket final : public ServerConnection {
 public:
  // Takes the socket over. `stop` is a descriptor that is readable once the
  // server stops.
  ServerSocket(int socket, int stop);
  ~ServerSocket() override;

  bool Handshake(SSL_CTX* context);
  // Appends what has come; false at the end.
  bool Receive(std::string& buffer);
  bool open() const { return open_; }

  void Send(std::string_view bytes) override;
  void Drip(std::string_view bytes, std::chrono::milliseconds pause) override;
  void SendForever(std::string_view bytes) override;
  void Hang() override;
  void DemandCertificate() override;
  void Close() override;
  void Reset() override;

 private:
  struct SslFree {
    void operator()(SSL* ssl) const { SSL_free(ssl); }
  };
  bool Await(short events);
  bool AwaitSsl(int result);

  const int socket_;
  const int stop_;
  bool open_ = true;
  std::unique_ptr<SSL, SslFree> ssl_;
};

}  // namespace pitel
