#pragma once

#include <chrono>
#include <cstdint>
#include <vector>

#include "calls/monitor_response.h"

namespace pitel {

// The fields of a row in the tests of followed calls.
struct Leg {
  std::uint64_t call_id = 0;
  CallState state = CallState::kRinging;
  std::uint64_t cid_num = 0;
  std::uint64_t b_cid_num = 0;
  std::uint32_t tenant = 0;
  std::uint64_t phone = 0;  // 0: no call_time either
};

// A complete response with these inbound rows of two tenants on one server.
inline MonitorResponse ResponseWith(const std::vector<Leg>& legs) {
  MonitorResponse response;
  response.tenants = {"t", "u"};
  response.servers = {"s"};
  for (const Leg& leg : legs) {
    CallRow row;
    row.tenant = leg.tenant;
    row.call_id = leg.call_id;
    row.state = leg.state;
    row.direction = Direction::kInbound;
    row.cid_num = leg.cid_num;
    row.b_cid_num = leg.b_cid_num;
    row.leg = leg.phone;
    if (leg.phone != 0) {
      row.call_time =
          std::chrono::sys_seconds(std::chrono::seconds(1'600'000'000));
    }
    response.rows.push_back(row);
  }
  response.summary.rows = legs.size();
  return response;
}

}  // namespace pitel
