#include "fetch/http_status.h"

#include <string>
#include <string_view>

#include "fetch/response_head.h"

namespace pitel {
namespace {

FailureReason ReasonOfStatus(int status) {
  if (status == 401) return FailureReason::kUnauthorized;
  if (status == 403) return FailureReason::kForbidden;
  if (status == 429) return FailureReason::kRateLimited;
  if (status >= 300 && status < 400) return FailureReason::kRedirect;
  if (status >= 400 && status < 500) return FailureReason::kHttp4xx;
  if (status >= 500 && status < 600) return FailureReason::kHttp5xx;
  return FailureReason::kOther;
}

std::string_view AdviceOnUnauthorized(Operation operation,
                                      CredentialKind credential) {
  if (operation == Operation::kToken) {
    return ": the API key is not accepted, replace it";
  }
  return credential == CredentialKind::kApiKey
             ? " after a fresh token: replace the API key"
             : ": the bearer token is not accepted, replace it";
}

std::string_view Advice(FailureReason reason, Operation operation, int status,
                        CredentialKind credential) {
  const bool token = operation == Operation::kToken;
  if (status == kSwitchingProtocols) {
    return ": the server switched to another protocol, correct the url";
  }
  switch (reason) {
    case FailureReason::kUnauthorized:
      return AdviceOnUnauthorized(operation, credential);
    case FailureReason::kForbidden:
      return token ? ": the API key may not fetch a token"
                   : ": the account lacks the permission view_monitor";
    case FailureReason::kRateLimited:
      return ": the API asks for fewer requests";
    case FailureReason::kRedirect:
      return ": redirects are not followed, correct the url";
    case FailureReason::kHttp4xx:
      if (status != 404) return "";
      return token ? ": correct url or token_path"
                   : ": correct url or monitor_path";
    default:
      return "";
  }
}

}  // namespace

std::optional<Failure> FailureOfStatus(Operation operation, int status,
                                       CredentialKind credential) {
  if (status >= 200 && status < 300) return std::nullopt;
  Failure failure;
  failure.operation = operation;
  failure.reason = ReasonOfStatus(status);
  failure.status = status;
  failure.detail = "status " + std::to_string(status);
  failure.detail += Advice(failure.reason, operation, status, credential);
  return failure;
}

}  // namespace pitel
