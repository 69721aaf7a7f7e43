// An HTTP(S) server on loopback that treats its clients as a test says, and
// records their requests.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "support/certificate.h"
#include "support/script.h"

namespace pitel {

enum class NewestTls { kTls11, kTls12, kTls13 };

struct ScriptedServerOptions {
  // Speaks TLS, with this certificate.
  std::optional<Identity> identity;
  NewestTls newest_tls = NewestTls::kTls13;
  std::string client_authority;  // PEM; clients must show its certificate
  bool certificate_is_optional = false;  // clients may have none
  bool gives_session_tickets = true;
  // Called for each connection before anything is read, TLS included.
  std::function<void(ServerConnection&)> on_accept;
};

// Listens on a free port of 127.0.0.1 until destroyed. The process ignores
// SIGPIPE from then on.
class ScriptedServer {
 public:
  explicit ScriptedServer(Script script, ScriptedServerOptions options = {});
  ~ScriptedServer();
  ScriptedServer(const ScriptedServer&) = delete;
  ScriptedServer& operator=(const ScriptedServer&) = delete;

  std::string port() const;
  std::string url() const;  // "http://127.0.0.1:port", or https
  // So far, in the order they came.
  std::vector<ReceivedRequest> requests() const;
  int connections() const;
  // False if there are not that many within a generous time.
  bool WaitForRequests(std::size_t count) const;
  bool WaitForConnections(int count) const;

 private:
  class Listener;
  const std::unique_ptr<Listener> listener_;
};

// A port of 127.0.0.1 on which nobody listens while this lives.
class ClosedPort {
 public:
  ClosedPort();
  ~ClosedPort();
  ClosedPort(const ClosedPort&) = delete;
  ClosedPort& operator=(const ClosedPort&) = delete;

  std::string port() const;

 private:
  const int socket_;
};

}  // namespace pitel
