#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/log.h"
#include "base/result.h"
#include "serve/options.h"
#include "serve/site.h"

namespace pitel {

// Serves the site over HTTP/1.1 on one thread of its own until destroyed.
class Server {
 public:
  // Binds every address, or takes the sockets from systemd. Throws
  // std::runtime_error that names the one that could not be bound or used and
  // why, or says what OpenSSL does not accept.
  Server(const ServerOptions& options, const Site& site, Log& log);
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  // Lets this many connections be open at once. Any thread.
  void LimitConnections(std::size_t connections);

  // Replaces the web configuration: TLS for new connections, everything else
  // for new requests. If OpenSSL does not accept it, returns why and changes
  // nothing. Any thread.
  std::optional<Error> Use(const WebConfig& web);

  // When the event loop last made progress: at most about a second ago, unless
  // it hangs. Any thread.
  SteadyTime last_progress() const;

  // The bound addresses, with the ports that were taken, as `host:port`.
  std::vector<std::string> addresses() const;

 private:
  class Loop;
  const std::unique_ptr<Loop> loop_;
};

}  // namespace pitel
