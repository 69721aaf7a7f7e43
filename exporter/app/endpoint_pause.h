#pragma once

#include <chrono>
#include <optional>

#include "base/clock.h"
#include "fetch/failure.h"

namespace pitel {

// When a further endpoint of a target may be asked again. After a status that
// only an operator can change (403, 404), it is not asked again for
// kFurtherEndpointPause; a Retry-After is honoured as for polls. After any
// other failure, it is asked again in the next poll.
class EndpointPause {
 public:
  // `began` is when the poll began.
  bool IsOver(SteadyTime began) const { return began >= until_; }
  // The endpoint was asked in the poll that began at `began`.
  void Asked(const std::optional<Failure>& failure, SteadyTime began);

 private:
  SteadyTime until_ = SteadyTime::min();
};

inline constexpr std::chrono::minutes kFurtherEndpointPause{5};

}  // namespace pitel
