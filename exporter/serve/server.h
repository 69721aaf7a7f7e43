#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/log.h"
#include "base/published.h"
#include "metric/family.h"
#include "render/pages.h"
#include "serve/overview.h"

namespace pitel {

struct ServerOptions {
  // `host:port`, `[v6]:port` or `:port` (one dual-stack socket, IPv4 alone
  // where there is no IPv6). Port 0 takes a free one.
  std::vector<std::string> listen_addresses = {":10748"};
  std::string telemetry_path = "/metrics";
  // Scrapes under way at once; one more gets 503. 0: no limit.
  std::size_t max_requests = 40;
};

// What the server shows. All of it outlives the server; the functions are
// called on the server's thread and must not block.
struct Site {
  const Published<Pages>& pages;
  const Published<Overview>& overview;
  const Published<std::string>& effective_config;  // YAML, no secrets
  // The end of the telemetry page in `format` (process_* of this moment, and
  // what closes the page); asked at each scrape.
  std::function<std::string(Format format)> tail;
  std::string version;
  Moment started;
  const Clock& clock;
};

// Serves the site over HTTP/1.1 on one thread of its own until destroyed.
class Server {
 public:
  // Binds every address; throws std::runtime_error that names the one that
  // could not be bound and why.
  Server(const ServerOptions& options, const Site& site, Log& log);
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  // The bound addresses, with the ports that were taken, as `host:port`.
  std::vector<std::string> addresses() const;

 private:
  class Listener;
  const std::unique_ptr<Listener> listener_;
};

}  // namespace pitel
