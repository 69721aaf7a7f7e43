#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <vector>

#include "base/clock.h"
#include "fetch/failure.h"

namespace pitel {

// One request that was sent, successful or not.
struct SentRequest {
  Operation operation = Operation::kMonitor;
  std::chrono::nanoseconds duration{};  // from sending to the last byte read

  bool operator==(const SentRequest&) const = default;
};

// What one fetch did on the wire.
struct FetchReport {
  // Absent if the response was complete and successful and its reader accepted
  // it.
  std::optional<Failure> failure;
  // The token could not be renewed, so the current one was used.
  std::optional<Failure> renewal_failure;
  std::vector<SentRequest> requests;  // in order
  // When the last request was sent, or the fetch began if none was.
  Moment sent;
  std::uint64_t response_bytes = 0;  // of the last response, decoded
  // When the token in use expires, as stated by the token response; absent for
  // a configured bearer token and before the first exchange.
  std::optional<WallTime> token_expiry;
  // The Date header minus our clock at the middle of the request, in seconds.
  std::optional<double> clock_skew;
};

}  // namespace pitel
