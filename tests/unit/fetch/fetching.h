// Shared by the tests that use a scripted server.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <string>

#include "base/clock.h"
#include "fetch/api_options.h"
#include "fetch/curl_host.h"
#include "fetch/http_client.h"
#include "fetch/name_lookup.h"
#include "support/scripted_server.h"

namespace pitel {

inline ApiOptions OptionsFor(const std::string& url) {
  ApiOptions options;
  options.url = *ParseBaseUrl(url);
  options.credential.value = "0123abcd";
  return options;
}

inline SteadyTime In(std::chrono::nanoseconds duration) {
  return std::chrono::steady_clock::now() + duration;
}

struct OwnLookup {
  NameLookup lookup;
};

// A client that shares its lookup with no other.
class LoneClient : private OwnLookup, public HttpClient {
 public:
  LoneClient(const HostOptions& options, const Clock& clock)
      : OwnLookup{NameLookup(NextHopOf(options).host)},
        HttpClient(options, lookup, clock) {}
};

// The whole outcome of one request.
struct ReceivedResponse {
  int status = 0;
  std::string body;
  std::size_t longest_run = 0;  // of the body, as it was pulled
  std::string reason;           // "" if it succeeded
  std::string detail;
  std::size_t sent = 0;  // how many times the request was sent
  std::chrono::nanoseconds took{};
};

inline HttpRequest GetRequest() {
  HttpRequest request;
  request.path = "/v3/monitor?=null";
  request.max_body_size = 1 << 20;
  request.deadline = In(std::chrono::seconds(30));
  return request;
}

inline ReceivedResponse Fetch(HttpClient& client,
                              const HttpRequest& request = GetRequest()) {
  const auto begin = std::chrono::steady_clock::now();
  auto response = client.Send(request);
  ReceivedResponse received;
  for (;;) {
    const auto run = response.Next();
    if (run.empty()) break;
    received.longest_run = std::max(received.longest_run, run.size());
    received.body += run;
  }
  if (const auto* head = response.head()) received.status = head->status();
  if (const auto& failure = response.failure()) {
    received.reason = ToString(failure->reason);
    received.detail = failure->detail;
  }
  received.sent = response.sent().size();
  received.took = std::chrono::steady_clock::now() - begin;
  return received;
}

}  // namespace pitel
