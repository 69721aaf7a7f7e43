#pragma once

#include <memory>
#include <string>

#include "simulator/api.h"

namespace pitel::simulation {

// Serves an Api over HTTP/1.1, a thread per connection (up to 512), which keeps
// connections open, and streams long responses in chunks.
class HttpServer {
 public:
  // Listens from now on; port 0 takes a free one. `api` outlives it. With
  // `gzip`, responses are compressed for clients that accept it. Throws
  // std::runtime_error if the address cannot be bound.
  HttpServer(const std::string& host, unsigned short port, bool gzip, Api& api);
  // Ends every connection at once.
  ~HttpServer();
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  // "http://127.0.0.1:40123"
  std::string Url() const;
  unsigned short Port() const;

 private:
  class Listener;
  const std::unique_ptr<Listener> listener_;
};

}  // namespace pitel::simulation
