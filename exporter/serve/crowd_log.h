#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

#include "base/clock.h"
#include "base/log.h"
#include "serve/open_connections.h"

namespace pitel {

// Logs once that there are too many clients, and once that this is over.
// Belongs to the server's thread.
class CrowdLog {
 public:
  // It is over when no connection had to be closed for this long.
  static constexpr std::chrono::minutes kQuiet{1};

  // `open` and `log` outlive this.
  CrowdLog(const OpenConnections& open, std::size_t limit, Log& log)
      : open_(open), limit_(limit), log_(log) {}

  // Call this regularly.
  void Check(SteadyTime now);

 private:
  const OpenConnections& open_;
  const std::size_t limit_;
  Log& log_;
  bool crowded_ = false;
  std::uint64_t seen_ = 0;
  std::uint64_t before_ = 0;
  SteadyTime last_shed_;
};

}  // namespace pitel
