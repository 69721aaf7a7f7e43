// libcurl set up for one API host; private to the folder.
#pragma once

#include <atomic>
#include <string>

#include "fetch/api_options.h"
#include "fetch/curl.h"
#include "fetch/name_lookup.h"
#include "fetch/poll_step.h"
#include "fetch/tls_alert.h"

namespace pitel {

// Where libcurl opens its connections to: the host, or the proxy.
struct Endpoint {
  std::string host;  // IPv6 in brackets
  std::string port;
  bool is_proxy = false;

  // A number, which needs no look-up.
  bool IsAddress() const;
  // As in "127.0.0.1:9" or "the proxy 127.0.0.1:3128".
  std::string Text() const;
};

// State shared by all requests to a host: its connections, and every option
// that is the same for each request. Connections refer to the members above
// `multi` for as long as they live.
struct CurlHost {
  // Throws std::invalid_argument for a header that would inject others.
  explicit CurlHost(const ApiOptions& options);

  // Gives libcurl the addresses of the endpoint, so that it never resolves
  // names itself.
  void UseAddresses(const Addresses& addresses);

  const ApiOptions options;
  const Endpoint endpoint;
  NameLookup lookup;
  std::string origin;  // start of a request's URL: scheme to path prefix
  std::atomic<bool> cancelled = false;
  std::atomic<FetchStep> step = FetchStep::kLookUp;

  CurlList headers;
  CurlList connect_to;
  CurlList resolve;
  TlsAlert alert;
  CurlMulti multi;
};

// One request on the connections of `host`, which outlives it.
struct CurlTransfer {
  explicit CurlTransfer(CurlHost& host);
  ~CurlTransfer();
  CurlTransfer(const CurlTransfer&) = delete;
  CurlTransfer& operator=(const CurlTransfer&) = delete;

  // False if libcurl did not accept the transfer.
  bool Begin();

  CurlHost& host;
  char error[CURL_ERROR_SIZE] = "";
  int socket_error = 0;  // errno if no socket could be opened
  CurlEasy easy;
  bool begun = false;
};

}  // namespace pitel
