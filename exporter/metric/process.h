#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "metric/family.h"

namespace pitel {

// This process at one moment, as the kernel describes it. Values that it does
// not tell are absent (a hidden /proc, no file descriptor left to read it).
struct ProcessUsage {
  std::optional<double> cpu_seconds;  // user and system
  std::optional<double> resident_bytes;
  std::optional<double> virtual_bytes;
  std::optional<double> virtual_max_bytes;  // +Inf without a limit
  std::optional<double> open_fds;
  std::optional<double> max_fds;
  std::optional<double> start_time_seconds;  // since the epoch
  std::optional<double> threads;
};

// Reads /proc/self; a few system calls, from any thread.
ProcessUsage ReadProcessUsage();

// The process_* families of client libraries, in the order of their names.
std::vector<Family> ProcessFamilies(const ProcessUsage& usage);

}  // namespace pitel
