// libcurl set up for one API host; private to the folder.
#pragma once

#include <atomic>
#include <string>

#include "fetch/api_options.h"
#include "fetch/curl.h"
#include "fetch/name_lookup.h"

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

// The handles, and every option that is the same for all requests. The members
// below `multi` are what it and `easy` refer to for as long as they live.
struct CurlHost {
  // Throws std::invalid_argument for a header that would inject others.
  explicit CurlHost(const ApiOptions& options);

  // Gives libcurl the addresses of the endpoint, so that it never looks up.
  void UseAddresses(const Addresses& addresses);

  const Endpoint endpoint;
  NameLookup lookup;
  std::string origin;  // of a request's URL: scheme to path prefix
  std::atomic<bool> cancelled = false;

  CurlList headers;
  CurlList connect_to;
  CurlList resolve;
  char error[CURL_ERROR_SIZE] = "";
  CurlMulti multi;
  CurlEasy easy;
};

}  // namespace pitel
