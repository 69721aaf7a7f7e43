// The configuration of the counting of queue callers, for one target.
#pragma once

#include <chrono>
#include <cstddef>
#include <map>
#include <string>

#include "endpoint/tenant_filter.h"
#include "endpoint/timestamp.h"

namespace pitel {

// What the label `queue` contains.
enum class QueueLabel { kUuid, kName };

// How queues are named on the page.
struct QueueNaming {
  QueueLabel label = QueueLabel::kUuid;
  // By UUID, in lower case; they take precedence over `label`.
  std::map<std::string, std::string> names;

  bool operator==(const QueueNaming&) const = default;
};

struct QueueRules {
  QueueNaming naming;
  std::size_t queues = 500;  // beyond this, `_other`
  std::size_t tenants = 1000;
  std::size_t tracked_callers = 1'000'000;
  std::chrono::nanoseconds interval = std::chrono::seconds(10);  // of polls
  // How long a waiting caller may be absent before it is lost; at most until
  // the series of its queue end.
  std::chrono::nanoseconds grace = std::chrono::seconds(30);
  std::chrono::nanoseconds series_ttl = std::chrono::hours(24);
  TenantFilter filter;
  TimeZone timezone{std::chrono::hours(7)};  // of a time without one
};

}  // namespace pitel
