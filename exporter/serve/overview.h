#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"

namespace pitel {

// What the landing page says of one target.
struct TargetOverview {
  std::string name;
  std::string url;  // scheme, host and port
  bool polled = false;
  bool up = false;
  std::optional<Moment> last_poll;
  std::chrono::nanoseconds poll_duration{};
  // From the last successful response; absent before it and once it is too old.
  std::optional<std::uint64_t> rows;
  std::optional<std::uint64_t> active_calls;
  // The last successful response had rows, but the tenants filter excludes the
  // tenants of all of them.
  bool all_rows_left_out = false;
  // Of the last failure, in words; empty if there was none.
  std::string last_failure;
  std::optional<Moment> last_failure_at;
};

struct Overview {
  std::vector<TargetOverview> targets;  // by name
  // Every target was polled once, successfully or not. Never turns back.
  bool ready = false;
};

}  // namespace pitel
