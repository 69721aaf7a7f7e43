#pragma once

#include <atomic>
#include <functional>
#include <optional>
#include <string>

#include "base/clock.h"
#include "base/log.h"
#include "fetch/api_options.h"
#include "fetch/failure.h"
#include "fetch/http_client.h"
#include "fetch/poll_report.h"
#include "fetch/poll_step.h"
#include "fetch/secret.h"
#include "fetch/token.h"
#include "json/byte_source.h"
#include "json/reader.h"

namespace pitel {

// Reads the body of a 2xx response; an error makes the poll fail as parse,
// schema or too_large, unless the transport failed first.
using BodyReader = std::function<std::optional<JsonError>(ByteSource& body)>;

// The conversation with one API host: connections kept between polls, the
// credential, the token and its renewal. Belongs to its target's poll thread;
// only Cancel and step may be called from others.
class ApiSession {
 public:
  // `clock` and `log` outlive the session. Reads no file and sends nothing yet.
  // `name` is the target's, for the log.
  ApiSession(std::string name, ApiOptions options, const Clock& clock,
             Log& log);
  ApiSession(const ApiSession&) = delete;
  ApiSession& operator=(const ApiSession&) = delete;

  // One poll: gets a token if none is usable, sends GET monitor_path, gets a
  // new token and repeats once on a 401. Ends by `deadline` whatever the host
  // does; only reading the credential file may take longer. Never throws
  // because of the host.
  PollReport Poll(SteadyTime deadline, const BodyReader& read);

  // Whether the credential file contains a secret other than the one last used.
  // Cheap enough to call every second.
  bool CredentialChanged();

  // Makes the current Poll, and each later one, fail at once. Any thread.
  void Cancel() { client_.Cancel(); }

  // What the current Poll is doing. Any thread.
  PollStep step() const;

 private:
  // The current poll.
  struct Turn {
    SteadyTime deadline;
    const BodyReader& read;
    PollReport report;
  };
  using Outcome = std::optional<Failure>;

  Result<std::string> ReadCredential();
  Outcome PollWithApiKey(Turn& turn, const std::string& key);
  Outcome PollWithBearerToken(Turn& turn, const std::string& token);
  Outcome RenewToken(Turn& turn, const std::string& key);
  Outcome FetchToken(Turn& turn, const std::string& key, SteadyTime deadline);
  Outcome FetchMonitor(Turn& turn, const std::string& token);

  // Sends one request and passes the body of a 2xx response to `read`.
  Outcome Exchange(Turn& turn, Operation operation, const HttpRequest& request,
                   const BodyReader& read);
  Outcome Judge(Operation operation, HttpResponse& response,
                const BodyReader& read);
  void Note(Turn& turn, Operation operation, const HttpResponse& response);

  const std::string name_;
  const ApiOptions options_;
  const bool has_key_;
  const Clock& clock_;
  Log& log_;
  HttpClient client_;
  Secret secret_;
  std::optional<Token> token_;
  RenewalTimes renewal_;
  TokenDoubt doubt_;
  std::string tried_key_;  // the key of the last token request
  std::atomic<Operation> operation_ = Operation::kMonitor;  // the current one
  std::atomic<bool> reading_credential_ = false;
};

}  // namespace pitel
