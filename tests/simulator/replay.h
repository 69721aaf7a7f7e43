#pragma once

#include <chrono>
#include <cstddef>
#include <vector>

#include "simulator/faults.h"
#include "simulator/recording.h"

namespace pitel::simulation {

// When the polls of a recording come.
enum class ReplayPace {
  kRecorded,  // at the times of the recording: the latest one by now
  kRequest,   // one for each request
};

// Serves a recording instead of a world. After its end, the last poll is
// repeated. A plain state machine.
class Replay {
 public:
  // `polls` is not empty.
  Replay(std::vector<RecordedPoll> polls, ReplayPace pace)
      : polls_(std::move(polls)), pace_(pace) {}

  // The poll for a request at `elapsed` since the start.
  const RecordedPoll& Next(Elapsed elapsed);

  // When the recording began, in seconds since the Unix epoch.
  std::chrono::sys_seconds start() const {
    return std::chrono::floor<std::chrono::seconds>(
        std::chrono::sys_time<std::chrono::milliseconds>(polls_.front().at));
  }

 private:
  const std::vector<RecordedPoll> polls_;
  const ReplayPace pace_;
  std::size_t next_ = 0;
};

}  // namespace pitel::simulation
