#pragma once

#include "base/clock.h"
#include "config/web_config.h"

namespace pitel {

// A bucket of `burst` tokens, full at first, which gains one per interval. Each
// request takes one, as in golang.org/x/time/rate.
class RateLimiter {
 public:
  explicit RateLimiter(const RateLimit& limit)
      : limit_(limit), tokens_(static_cast<double>(limit.burst)) {}

  const RateLimit& limit() const { return limit_; }

  // Whether a request may be served at `now`, which never decreases.
  bool Allow(SteadyTime now);

 private:
  RateLimit limit_;
  double tokens_;
  SteadyTime last_ = SteadyTime::min();  // when tokens_ was right
};

}  // namespace pitel
