// libcurl set up for one API host; private to the folder.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "base/clock.h"
#include "fetch/api_options.h"
#include "fetch/curl.h"
#include "fetch/name_lookup.h"
#include "fetch/session_step.h"
#include "fetch/tls_alert.h"
#include "fetch/transport_failure.h"

namespace pitel {

// For the lookup, and again for the connection including its handshake.
inline constexpr std::chrono::seconds kConnectTimeout{5};

// Where libcurl opens its connections to: the host, or the proxy.
struct NextHop {
  std::string host;  // IPv6 in brackets
  std::string port;
  bool is_proxy = false;

  // A number, which needs no lookup.
  bool IsAddress() const;
  // As in "127.0.0.1:9" or "the proxy 127.0.0.1:3128".
  std::string Text() const;
};

NextHop NextHopOf(const HostOptions& options);

// State shared by all requests to a host: its connections, and every option
// that is the same for each request. Connections refer to the members above
// `multi` for as long as they live.
struct CurlHost {
  // Throws std::invalid_argument for a header that would inject others.
  // `the_lookup`, of the next hop, and `the_clock` outlive it.
  CurlHost(const HostOptions& options, NameLookup& the_lookup,
           const Clock& the_clock);

  // Finds the addresses of the next hop for the next transfer, so that libcurl
  // never resolves names itself.
  std::optional<TransportFailure> FindAddresses(
      std::chrono::nanoseconds patience);
  // The addresses did not work: the next transfer waits for later ones.
  void DistrustAddresses() { failed_lookup = used_lookup; }

  // A handle with every option that is the same for each request.
  CurlEasy NewEasy();

  const HostOptions options;
  const Clock& clock;
  const NextHop next_hop;
  NameLookup& lookup;
  std::uint64_t used_lookup = 0;  // the addresses of the last transfer
  std::uint64_t failed_lookup = 0;
  std::string origin;  // start of a request's URL: scheme to path prefix
  std::atomic<bool> cancelled = false;
  std::atomic<HttpStep> step = HttpStep::kLookup;  // of the current request

  CurlList headers;
  CurlList connect_to;
  CurlList resolve;
  TlsAlert alert;
  CurlMulti multi;
};

}  // namespace pitel
