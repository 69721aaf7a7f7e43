#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <optional>

#include "base/clock.h"
#include "fetch/api_options.h"
#include "fetch/failure.h"
#include "fetch/fetch_report.h"
#include "fetch/http_client.h"
#include "fetch/http_clients.h"
#include "fetch/session_step.h"
#include "json/byte_source.h"
#include "json/reader.h"

namespace pitel {

// Reads the body of a 2xx response; an error makes the fetch fail as parse,
// schema or too_large, unless the transport failed first.
using BodyReader = std::function<std::optional<JsonError>(ByteSource& body)>;

// Sends requests to one API host, tells success from failure, and adds what was
// sent to a report. Belongs to one thread, except for Cancel and step.
class ApiClient {
 public:
  // `clock` outlives this.
  ApiClient(const ApiOptions& options, std::shared_ptr<HostClients> clients,
            const Clock& clock);

  // Sends one request and passes the body of a 2xx response to `read`. Returns
  // the failure, if any. Never throws because of the host.
  std::optional<Failure> Send(Operation operation, const HttpRequest& request,
                              const BodyReader& read, FetchReport& report);

  // Makes the current request, and each later one, fail at once. Any thread.
  void Cancel();

  // What the current request is doing. Any thread.
  SessionStep step() const;

 private:
  class Lease;

  std::optional<Failure> Judge(Operation operation, HttpResponse& response,
                               const BodyReader& read) const;

  const CredentialKind credential_kind_;
  const std::shared_ptr<HostClients> clients_;
  const Clock& clock_;

  mutable std::mutex mutex_;  // guards these
  Operation operation_ = Operation::kMonitor;
  HttpClient* http_ = nullptr;  // of the current request
  bool cancelled_ = false;
};

}  // namespace pitel
