#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "base/clock.h"
#include "base/log.h"
#include "fetch/api_options.h"
#include "fetch/failure.h"
#include "json/byte_source.h"
#include "json/reader.h"

namespace pitel {

// One request that was sent, whatever became of it.
struct SentRequest {
  Operation operation = Operation::kMonitor;
  std::chrono::nanoseconds duration{};  // from sending to the last byte read

  bool operator==(const SentRequest&) const = default;
};

// What one poll did on the wire.
struct PollReport {
  // Empty: the answer was good to its last byte and its reader accepted it.
  std::optional<Failure> failure;
  // The token could not be renewed, but the old one still served.
  std::optional<Failure> renewal_failure;
  std::vector<SentRequest> requests;  // in order
  // When the (last) monitor request was sent, or the poll began if none was.
  Moment sent;
  std::uint64_t response_bytes = 0;  // of the monitor answer, decoded
  // When the token in use expires, as its answer stated it; absent for a given
  // bearer token and before the first exchange.
  std::optional<WallTime> token_expiry;
  // The Date header minus our clock at the middle of the request, in seconds.
  std::optional<double> clock_skew;
};

// Reads the body of a 2xx answer; an error makes the poll fail as parse, schema
// or too_large, unless the transport failed first.
using BodyReader = std::function<std::optional<JsonError>(ByteSource& body)>;

// The conversation with one API host: connections kept between polls, the
// credential, the token and its renewal. Belongs to its target's poll thread;
// only Cancel may be called from others.
class ApiSession {
 public:
  // `clock` and `log` outlive the session. Reads no file and sends nothing yet.
  // `name` is the target's, for the log.
  ApiSession(std::string name, ApiOptions options, const Clock& clock,
             Log& log);
  ~ApiSession();
  ApiSession(const ApiSession&) = delete;
  ApiSession& operator=(const ApiSession&) = delete;

  // One poll: gets a token if none is usable, sends GET monitor_path, gets a
  // new token and repeats once on a 401. All of it ends by `deadline`, whatever
  // the host does. Never throws for what the host does.
  PollReport Poll(SteadyTime deadline, const BodyReader& read);

  // Whether the credential's file holds another content than the one last
  // used. Cheap enough to be asked every second.
  bool CredentialChanged();

  // Makes the Poll under way, and each later one, fail at once. Any thread.
  void Cancel();

 private:
  class Connection;
  const std::unique_ptr<Connection> connection_;
};

}  // namespace pitel
