#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace pitel {

// The requests made of the Pitel API; label `operation`. (Prometheus'
// Operator sets a label `endpoint` itself.)
enum class Operation { kMonitor, kToken, kQueue };

inline constexpr Operation kOperations[] = {
    Operation::kMonitor, Operation::kToken, Operation::kQueue};

// Why a request failed; label `reason`.
enum class FailureReason {
  kDns,
  kConnect,
  kTls,
  kTimeout,
  kUnauthorized,
  kForbidden,
  kRateLimited,
  kHttp4xx,
  kHttp5xx,
  kRedirect,
  kTooLarge,
  kTruncated,
  kParse,
  kSchema,
  kStuck,  // the poll did not return after its deadline
  kOther,
};

inline constexpr FailureReason kFailureReasons[] = {
    FailureReason::kDns,          FailureReason::kConnect,
    FailureReason::kTls,          FailureReason::kTimeout,
    FailureReason::kUnauthorized, FailureReason::kForbidden,
    FailureReason::kRateLimited,  FailureReason::kHttp4xx,
    FailureReason::kHttp5xx,      FailureReason::kRedirect,
    FailureReason::kTooLarge,     FailureReason::kTruncated,
    FailureReason::kParse,        FailureReason::kSchema,
    FailureReason::kStuck,        FailureReason::kOther,
};

// As label values: "monitor", "http_4xx".
std::string_view ToString(Operation operation);
std::string_view ToString(FailureReason reason);

struct Failure {
  Operation operation = Operation::kMonitor;
  FailureReason reason = FailureReason::kOther;
  // In words for an operator, for the log and the landing page; contains no
  // secret and nothing from a response's body.
  std::string detail;
  // The Retry-After of a 429 or 503, as sent.
  std::optional<std::chrono::seconds> retry_after;
  int status = 0;  // HTTP status, if the response was the failure; else 0

  bool operator==(const Failure&) const = default;
};

}  // namespace pitel
