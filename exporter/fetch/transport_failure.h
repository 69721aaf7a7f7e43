#pragma once

#include <string>

#include "fetch/failure.h"

namespace pitel {

class CurlTransfer;

// Why there is no response, or only part of one.
struct TransportFailure {
  FailureReason reason = FailureReason::kOther;
  std::string detail;  // as in Failure

  bool operator==(const TransportFailure&) const = default;
};

// The reason for a transfer that ended with `code`, a CURLcode.
// `response_begun`: at least one byte of the response had arrived.
FailureReason ReasonOfCurl(int code, bool response_begun);

// The failure of a transfer that has just ended with `code`; 0 stands for a
// response that ended within its head.
TransportFailure FailureOfTransfer(int code, const CurlTransfer& transfer);

}  // namespace pitel
