#include "serve/rate_limiter.h"

#include <algorithm>

namespace pitel {

bool RateLimiter::Allow(SteadyTime now) {
  if (limit_.interval.count() <= 0) return true;
  if (last_ != SteadyTime::min()) {
    tokens_ += std::chrono::duration<double>(now - last_) / limit_.interval;
    tokens_ = std::min(tokens_, static_cast<double>(limit_.burst));
  }
  last_ = now;
  if (tokens_ < 1) return false;
  tokens_ -= 1;
  return true;
}

}  // namespace pitel
