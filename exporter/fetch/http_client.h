#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>

#include "base/clock.h"
#include "fetch/api_options.h"
#include "fetch/http_response.h"
#include "fetch/session_step.h"

namespace pitel {

struct CurlHost;
class NameLookup;

struct HttpRequest {
  std::string path;                 // with its query, after the base URL
  std::string bearer_token;         // checked; empty: none
  std::optional<std::string> json;  // the body of a POST; absent: a GET
  std::size_t max_body_size = 0;    // of the response, bytes, decoded
  SteadyTime deadline;              // includes reading the body
};

// Speaks HTTP/1.1 with one host and keeps the connection between requests.
// Follows no redirect, obeys no environment variable, logs nothing. Belongs to
// one thread, except for Cancel and step. The process ignores SIGPIPE.
class HttpClient {
 public:
  // `clock` and `lookup`, which is shared by all clients of the host, outlive
  // the client. Throws if the options are unusable; validated ones never are.
  HttpClient(const HostOptions& options, NameLookup& lookup,
             const Clock& clock);
  ~HttpClient();
  HttpClient(const HttpClient&) = delete;
  HttpClient& operator=(const HttpClient&) = delete;

  // Sends the request and reads the head of the response. If the request was on
  // a kept connection and the server closed it before the first byte of the
  // response, the request is sent once more.
  HttpResponse Send(const HttpRequest& request);

  // Ends the current request, and each later one. Any thread.
  void Cancel();

  // What the current request is doing. Any thread.
  HttpStep step() const;

 private:
  const std::unique_ptr<CurlHost> host_;
};

}  // namespace pitel
