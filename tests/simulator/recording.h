#pragma once

#include <chrono>
#include <istream>
#include <string>
#include <string_view>
#include <vector>

namespace pitel::simulation {

// One poll of a recording: a response, or the failure in its place.
struct RecordedPoll {
  std::chrono::milliseconds at{};  // since the Unix epoch
  std::chrono::milliseconds duration{};
  std::string body;     // empty if the poll failed
  std::string failure;  // "timeout"; empty if it did not fail
  unsigned status = 0;  // of the failure, if it was a response
};

// Reads the polls of one target, numbered from 1, from a recording that
// `pitel_exporter --doctor --record` has written. A last line without its end
// is passed over. Throws std::runtime_error if it is no recording or has no
// such polls.
std::vector<RecordedPoll> ReadRecording(std::istream& input, int target);

// `body` with every call_time from 2000 on moved by `shift`, whatever its zone.
std::string ShiftCallTimes(std::string body, std::chrono::seconds shift);

}  // namespace pitel::simulation
