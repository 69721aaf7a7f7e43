#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

#include "config/web_config.h"

namespace pitel {

// How long, and how much, a client may keep the server busy.
struct ServerLimits {
  // From the connection to the end of the TLS handshake.
  std::chrono::milliseconds handshake = std::chrono::seconds(5);
  // From the connection or its handshake, or the first byte of a later request,
  // to the end of the request's header.
  std::chrono::milliseconds read_header = std::chrono::seconds(5);
  // Until the password of a request has been checked.
  std::chrono::milliseconds login = std::chrono::seconds(30);
  // From the start of a response to its last byte; then the connection is
  // reset.
  std::chrono::milliseconds write = std::chrono::seconds(15);
  // Between a response and the next request.
  std::chrono::milliseconds idle = std::chrono::seconds(60);
  std::size_t requests_per_connection = 100;
  // Beyond this, the longest idle connections are closed for new ones.
  std::size_t connections = 512;
  // Requests whose password waits to be checked, but no more than three
  // quarters of the connections, since these are not closed for new ones.
  std::size_t logins = 400;
};

struct ServerOptions {
  // `host:port`, `[v6]:port` or `:port` (one dual-stack socket, IPv4 alone
  // where there is no IPv6). Port 0 takes a free one.
  std::vector<std::string> listen_addresses = {":10748"};
  // Serve on the sockets that systemd passes instead.
  bool systemd_socket = false;
  std::string telemetry_path = "/metrics";
  // Maximum concurrent scrapes, with `/` and `/config`, which may be as large.
  // Beyond it, a stalled one is closed for the new one, which gets 503 if there
  // is none. 0: no limit.
  std::size_t max_requests = 40;
  ServerLimits limits;
  // At first; see Server::Use.
  WebConfig web;
};

}  // namespace pitel
