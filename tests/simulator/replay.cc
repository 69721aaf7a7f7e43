#include "simulator/replay.h"

namespace pitel::simulation {

const RecordedPoll& Replay::Next(Elapsed elapsed) {
  const std::size_t last = polls_.size() - 1;
  if (pace_ == ReplayPace::kRequest) {
    const RecordedPoll& poll = polls_[next_];
    if (next_ < last) ++next_;
    return poll;
  }
  while (next_ < last && polls_[next_ + 1].at - polls_.front().at <= elapsed) {
    ++next_;
  }
  return polls_[next_];
}

}  // namespace pitel::simulation
