#include "fetch/http_status.h"

#include <algorithm>
#include <limits>
#include <string>
#include <string_view>

#include "fetch/response_head.h"

namespace pitel {
namespace {

// What a status stands for, with advice to an operator.
struct Meaning {
  int first;
  int last;
  FailureReason reason;
  std::string_view advice = "";
  // For a token request, and for one for queues, if different.
  std::string_view token_advice = "";
  std::string_view queue_advice = "";
};

// The first that fits applies.
constexpr Meaning kMeanings[] = {
    {kSwitchingProtocols, kSwitchingProtocols, FailureReason::kOther,
     ": the server switched to another protocol, correct the url"},
    {300, 399, FailureReason::kRedirect,
     ": redirects are not followed, correct the url"},
    {401, 401, FailureReason::kUnauthorized,
     " after a fresh token: replace the API key",
     ": the API key is not accepted, replace it",
     ": the token is not accepted for queues"},
    {403, 403, FailureReason::kForbidden,
     ": the account lacks the view_monitor permission",
     ": the API key may not fetch a token", ": the account may not see queues"},
    {404, 404, FailureReason::kHttp4xx, ": correct url or monitor_path",
     ": correct url or token_path", ": correct the path of queues"},
    {429, 429, FailureReason::kRateLimited,
     ": the API asks for fewer requests"},
    {400, 499, FailureReason::kHttp4xx},
    {500, 599, FailureReason::kHttp5xx},
    {std::numeric_limits<int>::min(), std::numeric_limits<int>::max(),
     FailureReason::kOther}};

}  // namespace

std::optional<Failure> FailureOfStatus(Operation operation, int status,
                                       CredentialKind credential) {
  if (status >= 200 && status < 300) return std::nullopt;
  const auto& meaning = *std::ranges::find_if(kMeanings, [=](const auto& m) {
    return status >= m.first && status <= m.last;
  });
  std::string_view advice = meaning.advice;
  if (operation == Operation::kToken && !meaning.token_advice.empty()) {
    advice = meaning.token_advice;
  } else if (operation == Operation::kQueue && !meaning.queue_advice.empty()) {
    advice = meaning.queue_advice;
  } else if (status == 401 && credential == CredentialKind::kBearerToken) {
    advice = ": the bearer token is not accepted, replace it";
  }
  Failure failure;
  failure.operation = operation;
  failure.reason = meaning.reason;
  failure.status = status;
  failure.detail = "status " + std::to_string(status);
  failure.detail += advice;
  return failure;
}

}  // namespace pitel
