#pragma once

#include <string>

#include "fetch/failure.h"

namespace pitel {

struct CurlHost;

// Why there is no answer, or no end to it.
struct TransportFailure {
  FailureReason reason = FailureReason::kOther;
  std::string detail;  // as in Failure

  bool operator==(const TransportFailure&) const = default;
};

// What a CURLcode other than 0 means for a transfer of whose answer nothing,
// or at least the first byte, had arrived.
FailureReason ReasonOfCurl(int code, bool answer_begun);

// Of the transfer that `host` has just ended with `code`; 0 stands for an
// answer that ended within its head.
TransportFailure FailureOfTransfer(int code, const CurlHost& host);

}  // namespace pitel
