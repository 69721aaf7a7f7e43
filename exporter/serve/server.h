#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/log.h"
#include "serve/options.h"
#include "serve/site.h"

namespace pitel {

// Serves the site over HTTP/1.1 on one thread of its own until destroyed.
class Server {
 public:
  // Binds every address, or takes the sockets from systemd; throws
  // std::runtime_error that names the one that could not be bound or used and
  // why.
  Server(const ServerOptions& options, const Site& site, Log& log);
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  // Lets this many connections be open at once. Any thread.
  void LimitConnections(std::size_t connections);

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
