#pragma once

#include <string>

#include "fetch/failure.h"

namespace pitel {

struct CurlHost;
struct CurlTransfer;

// Why there is no response, or no end to it.
struct TransportFailure {
  FailureReason reason = FailureReason::kOther;
  std::string detail;  // as in Failure

  bool operator==(const TransportFailure&) const = default;
};

// What a CURLcode other than 0 means for a transfer of whose response nothing,
// or at least the first byte, had arrived.
FailureReason ReasonOfCurl(int code, bool response_begun);

// Of the transfer that has just ended with `code`; 0 stands for a response that
// ended within its head.
TransportFailure FailureOfTransfer(int code, const CurlHost& host,
                                   const CurlTransfer& transfer);

}  // namespace pitel
