// Worlds for tests.
#pragma once

#include "simulator/world.h"

namespace pitel::simulation {

// Monday, 2024-05-06, 09:00 at +07:00.
inline constexpr Time kMonday =
    std::chrono::sys_days(std::chrono::year(2024) / 5 / 6) +
    std::chrono::hours(2);

// A few mixed tenants with everything that may happen, at the busiest hour.
inline Parameters Mixed(std::uint32_t extensions = 600) {
  Parameters parameters;
  parameters.begin = kMonday;
  parameters.extensions = extensions;
  parameters.tenants = 8;
  parameters.rhythm = false;
  return parameters;
}

// One tenant of 40 phones on one server where nothing unusual happens: calls of
// one kind, one call_id each, both numbers shown, nobody calls twice. With so
// many phones, few calls find them busy.
inline Parameters Plain(double inbound, double outbound) {
  Parameters parameters;
  parameters.begin = kMonday;
  parameters.extensions = 40;
  parameters.tenants = 1;
  parameters.servers = 1;
  parameters.two_servers = 0;
  parameters.voicemail_only = 0;
  parameters.rhythm = false;
  parameters.calls_per_extension_hour = 1;
  parameters.inbound = inbound;
  parameters.outbound = outbound;
  parameters.to_extension = 1;
  parameters.to_ring_group = 0;
  parameters.transferred = 0;
  parameters.listened_to = 0;
  parameters.redials = 0;
  parameters.quirks.ring_groups_with_own_call_ids = 0;
  parameters.quirks.queues_with_own_call_ids = 0;
  parameters.quirks.local_with_own_call_ids = 0;
  parameters.quirks.no_hotline = 0;
  parameters.quirks.extension_as_hotline = 0;
  parameters.quirks.anonymous = 0;
  parameters.quirks.international_numbers = 0;
  parameters.quirks.mixed_numbers = 0;
  return parameters;
}

// All inbound, only to queues.
inline Parameters Queues() {
  Parameters parameters = Plain(1, 0);
  parameters.to_extension = 0;
  return parameters;
}

// All inbound, only to ring groups.
inline Parameters RingGroups() {
  Parameters parameters = Queues();
  parameters.to_ring_group = 1;
  return parameters;
}

}  // namespace pitel::simulation
