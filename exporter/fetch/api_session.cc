// With an API key, a fetch goes through one of these series of requests:
//   [token] request
//   [token] request token request
// A fetch requests a token if there is none or if the current one is due for
// renewal. A failed renewal is only noted, since the current token is tried
// next. After a 401, the token is discarded, a new one is requested and the
// request is repeated once, unless the renewal has failed in this fetch. After
// two polls in a row that fail in another way that may stand for a 401, the
// token is renewed once (TokenDoubt). A configured bearer token is tried again
// only if its file contains a new one.
#include "fetch/api_session.h"

namespace pitel {
namespace {

// Four requests, each of which may be sent twice.
constexpr std::size_t kMostRequests = 8;

bool FailedAs(FailureReason reason, const std::optional<Failure>& failure) {
  return failure && failure->reason == reason;
}

}  // namespace

ApiSession::ApiSession(const std::string& target, const ApiOptions& options,
                       HttpClients& clients, const Clock& clock, Log& log)
    : max_response_size_(options.max_response_size),
      has_key_(options.credential.kind == CredentialKind::kApiKey),
      clock_(clock),
      client_(options, clients.For(options), clock),
      tokens_(target, options, client_, clock, log) {}

SessionStep ApiSession::step() const {
  if (!tokens_.reading_credential()) return client_.step();
  return {has_key_ ? Operation::kToken : operation_.load(),
          "reading the credential"};
}

void ApiSession::Fetch(const ApiRequest& request, SteadyTime deadline,
                       const BodyReader& read, FetchReport& report) {
  report = {};
  report.sent = clock_.Now();
  report.requests.reserve(kMostRequests);
  operation_ = request.operation;
  report.failure = TryFetch(request, deadline, read, report);
  report.token_expiry = tokens_.expiry();
  // A failed fetch has one reason.
  if (report.failure) report.renewal_failure.reset();
}

std::optional<Failure> ApiSession::TryFetch(const ApiRequest& request,
                                            SteadyTime deadline,
                                            const BodyReader& read,
                                            FetchReport& report) {
  if (!request.keeps_token || !has_token()) {
    auto failure = tokens_.Prepare(request.operation, deadline, report);
    if (failure) return failure;
  }
  HttpRequest http;
  http.path = request.path;
  http.bearer_token = tokens_.token();
  http.max_body_size = max_response_size_;
  http.deadline = deadline;
  auto failure = client_.Send(request.operation, http, read, report);
  if (request.keeps_token) return failure;
  if (FailedAs(FailureReason::kUnauthorized, failure)) {
    const auto replaced = tokens_.Replace(deadline, report);
    if (!replaced) return replaced.error();
    if (*replaced) {
      http.bearer_token = tokens_.token();
      failure = client_.Send(request.operation, http, read, report);
    }
  }
  // A token carries the permissions that its account had when it was issued.
  if (FailedAs(FailureReason::kUnauthorized, failure) ||
      FailedAs(FailureReason::kForbidden, failure)) {
    tokens_.Forget();
  }
  return failure;
}

}  // namespace pitel
