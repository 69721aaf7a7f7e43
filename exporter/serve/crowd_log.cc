#include "serve/crowd_log.h"

namespace pitel {

void CrowdLog::Check(SteadyTime now) {
  const std::uint64_t shed = open_.shed();
  if (shed != seen_) {
    last_shed_ = now;
    if (!crowded_) {
      before_ = seen_;
      log_.Warn("closing idle or stalled connections to serve new ones",
                {{"open", open_.size()}, {"limit", limit_}});
    }
    crowded_ = true;
    seen_ = shed;
  } else if (crowded_ && now - last_shed_ > kQuiet) {
    crowded_ = false;
    log_.Info("no longer closing connections", {{"closed", seen_ - before_}});
  }
}

}  // namespace pitel
