#pragma once

#include <atomic>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/log.h"
#include "fetch/api_client.h"
#include "fetch/api_options.h"
#include "fetch/fetch_report.h"
#include "fetch/session_step.h"
#include "fetch/token_source.h"

namespace pitel {

// What to fetch from a host.
struct ApiRequest {
  Operation operation = Operation::kMonitor;
  std::string_view path;  // and query, below the URL
  // Uses the token as it is, and leaves it to other requests to renew or
  // replace it: a status 401 or 403 concerns this request alone.
  bool keeps_token = false;
};

// The conversation of one target with its API host: the credential, the token
// and its renewal. Used by one thread at a time, which polls the target; only
// Cancel and step may be called from others.
class ApiSession {
 public:
  // `clock` and `log` outlive the session. Reads no file and sends nothing yet.
  // `target` is a name for the log. Shares connections with the other sessions
  // of `clients`.
  ApiSession(const std::string& target, const ApiOptions& options,
             HttpClients& clients, const Clock& clock, Log& log);
  ApiSession(const ApiSession&) = delete;
  ApiSession& operator=(const ApiSession&) = delete;

  // Gets a token if none is usable, sends the GET request, gets a new token and
  // repeats the request once on a 401. Ends by `deadline` whatever the host
  // does; only reading the credential file may take longer. Never throws
  // because of the host. `report` is replaced; it is also valid if memory runs
  // out.
  void Fetch(const ApiRequest& request, SteadyTime deadline,
             const BodyReader& read, FetchReport& report);

  // Whether there is a token that the host has not refused.
  bool has_token() const { return tokens_.has_token(); }

  // Call this after the fetches of a poll, with the poll's failure, if any: it
  // may tell that the token has expired.
  void PollEnded(const std::optional<Failure>& failure) {
    tokens_.PollEnded(failure);
  }

  // Whether the credential file contains a secret other than the one last used.
  // Cheap enough to call every second.
  bool CredentialChanged() { return tokens_.CredentialChanged(); }

  // Makes the current Fetch, and each later one, fail at once. Any thread.
  void Cancel() { client_.Cancel(); }

  // What the current Fetch is doing. Any thread.
  SessionStep step() const;

 private:
  std::optional<Failure> TryFetch(const ApiRequest& request,
                                  SteadyTime deadline, const BodyReader& read,
                                  FetchReport& report);

  const std::size_t max_response_size_;
  const bool has_key_;
  const Clock& clock_;
  ApiClient client_;
  TokenSource tokens_;
  // Of the current fetch.
  std::atomic<Operation> operation_ = Operation::kMonitor;
};

}  // namespace pitel
