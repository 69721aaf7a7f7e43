#include "fetch/failure.h"

namespace pitel {

std::string_view ToString(Operation operation) {
  switch (operation) {
    case Operation::kMonitor:
      return "monitor";
    case Operation::kToken:
      return "token";
  }
  return "";
}

std::string_view ToString(FailureReason reason) {
  switch (reason) {
    case FailureReason::kDns:
      return "dns";
    case FailureReason::kConnect:
      return "connect";
    case FailureReason::kTls:
      return "tls";
    case FailureReason::kTimeout:
      return "timeout";
    case FailureReason::kUnauthorized:
      return "unauthorized";
    case FailureReason::kForbidden:
      return "forbidden";
    case FailureReason::kRateLimited:
      return "rate_limited";
    case FailureReason::kHttp4xx:
      return "http_4xx";
    case FailureReason::kHttp5xx:
      return "http_5xx";
    case FailureReason::kRedirect:
      return "redirect";
    case FailureReason::kTooLarge:
      return "too_large";
    case FailureReason::kTruncated:
      return "truncated";
    case FailureReason::kParse:
      return "parse";
    case FailureReason::kSchema:
      return "schema";
    case FailureReason::kStuck:
      return "stuck";
    case FailureReason::kOther:
      return "other";
  }
  return "";
}

}  // namespace pitel
