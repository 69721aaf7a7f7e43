#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "simulator/directory.h"
#include "simulator/types.h"

namespace pitel::simulation {

enum class QueueStatus : std::uint8_t {
  kWaiting,  // no phone rings
  kTrying,   // an agent's phone rings
  kAnswered,
  kAbandoned,
};

// A caller in a queue: one row. Times are kNever if there are none.
struct QueueMember {
  std::uint32_t tenant = 0;  // index in Directory::tenants()
  std::uint32_t queue = 0;   // of its tenant's
  std::uint64_t key = 0;     // of the row's call_uuid
  QueueStatus status = QueueStatus::kWaiting;
  std::uint32_t agent = kNone;  // the extension that rings or talks
  std::uint32_t customer = 0;
  Time joined = kNever;
  Time abandoned = kNever;
  Time bridged = kNever;
  Time rejoined = kNever;
};

// Of a queue of the tenant.
Uuid QueueUuid(const Tenant& tenant, std::uint32_t queue);

struct QueueRowOptions {
  std::chrono::seconds utc_offset = std::chrono::hours(7);  // of the times
  bool whole_seconds = false;  // without fractions, as the switch stores them
};

// The response of GET /v3/monitor/callcenter/queue, minified, with all fields.
std::string RenderQueueRows(const Directory& directory,
                            const std::vector<QueueMember>& members,
                            const QueueRowOptions& options);

}  // namespace pitel::simulation
