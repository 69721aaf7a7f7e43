#include "accuracy/worlds.h"

#include <algorithm>
#include <functional>

namespace pitel::accuracy {

using simulation::Parameters;

Parameters WorkingDay(std::uint32_t rows) {
  Parameters parameters;
  // Monday, 2024-05-06, 09:00 at +07:00.
  parameters.begin = std::chrono::sys_days(std::chrono::year(2024) / 5 / 6) +
                     std::chrono::hours(2);
  parameters.extensions = rows;
  parameters.tenants = std::max(1u, rows / 40);
  return parameters;
}

Parameters OneIdEach(std::uint32_t rows) {
  Parameters parameters = WorkingDay(rows);
  parameters.redials = 0;
  parameters.transferred = 0;
  parameters.listened_to = 0;
  parameters.quirks = {};
  parameters.quirks.ring_groups_with_own_call_ids = 0;
  parameters.quirks.queues_with_own_call_ids = 0;
  parameters.quirks.local_with_own_call_ids = 0;
  parameters.quirks.transfers_with_new_call_id = 0;
  parameters.quirks.listeners_with_own_call_id = 0;
  parameters.quirks.no_hotline = 0;
  parameters.quirks.extension_as_hotline = 0;
  parameters.quirks.anonymous = 0;
  return parameters;
}

std::vector<NamedWorld> Causes(std::uint32_t rows) {
  const Parameters usual = WorkingDay(rows);
  std::vector<NamedWorld> worlds;
  const auto add = [&](const std::string& name,
                       const std::function<void(Parameters&)>& change) {
    worlds.push_back({name, OneIdEach(rows)});
    change(worlds.back().parameters);
  };
  add("a call_id for each call", [](Parameters&) {});
  add("callers who call again",
      [&](Parameters& p) { p.redials = usual.redials; });
  add("ring groups with a call_id per phone", [&](Parameters& p) {
    p.quirks.ring_groups_with_own_call_ids =
        usual.quirks.ring_groups_with_own_call_ids;
  });
  add("queues with a call_id per offer", [&](Parameters& p) {
    p.quirks.queues_with_own_call_ids = usual.quirks.queues_with_own_call_ids;
  });
  add("no hotline shown",
      [&](Parameters& p) { p.quirks.no_hotline = usual.quirks.no_hotline; });
  add("the extension in place of the hotline", [&](Parameters& p) {
    p.quirks.extension_as_hotline = usual.quirks.extension_as_hotline;
  });
  add("anonymous callers",
      [&](Parameters& p) { p.quirks.anonymous = usual.quirks.anonymous; });
  add("the last five at once", [&](Parameters& p) {
    const auto& quirks = usual.quirks;
    p.quirks.ring_groups_with_own_call_ids =
        quirks.ring_groups_with_own_call_ids;
    p.quirks.queues_with_own_call_ids = quirks.queues_with_own_call_ids;
    p.quirks.no_hotline = quirks.no_hotline;
    p.quirks.extension_as_hotline = quirks.extension_as_hotline;
    p.quirks.anonymous = quirks.anonymous;
  });
  add("local calls with a call_id per side", [&](Parameters& p) {
    p.quirks.local_with_own_call_ids = usual.quirks.local_with_own_call_ids;
  });
  add("transfers with the same call_id",
      [&](Parameters& p) { p.transferred = usual.transferred; });
  add("transfers with a new call_id", [&](Parameters& p) {
    p.transferred = usual.transferred;
    p.quirks.transfers_with_new_call_id =
        usual.quirks.transfers_with_new_call_id;
  });
  add("supervisors with a call_id of their own", [&](Parameters& p) {
    p.listened_to = usual.listened_to;
    p.quirks.listeners_with_own_call_id =
        usual.quirks.listeners_with_own_call_id;
  });
  worlds.push_back({"all of it", usual});
  return worlds;
}

}  // namespace pitel::accuracy
