#include "simulator/truth_json.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>
#include <vector>

#include "simulator/pen.h"

namespace pitel::simulation {
namespace {

// (server, direction, talking), the order in which they are written.
using ActiveKey = std::tuple<std::uint32_t, Direction, bool>;

// One tenant at this moment.
struct Present {
  std::map<ActiveKey, std::uint64_t> active;
  std::uint64_t ringing_callers = 0;  // inbound, and a phone rings for them
  std::uint64_t hidden_callers = 0;   // inbound, in a queue, and none does
  Duration oldest{};                  // wait of a ringing caller
};

std::vector<Present> Look(const World& world) {
  std::vector<Present> tenants(world.directory().tenants().size());
  for (const LiveCall& live : world.LiveCalls()) {
    Present& tenant = tenants[live.call.tenant];
    const bool inbound = live.call.direction == Direction::kInbound;
    if (live.phase == Phase::kWaiting) {
      ++tenant.hidden_callers;
      continue;
    }
    const bool talking = live.phase == Phase::kTalking;
    ++tenant.active[{live.call.server, live.call.direction, talking}];
    if (inbound && !talking) {
      ++tenant.ringing_callers;
      tenant.oldest = std::max(tenant.oldest, world.now() - live.call.start);
    }
  }
  return tenants;
}

// "1683.250": to the millisecond.
std::string SecondsText(Duration duration) {
  const auto count =
      std::chrono::floor<std::chrono::milliseconds>(duration).count();
  std::string fraction = std::to_string(count % 1000);
  fraction.insert(0, 3 - fraction.size(), '0');
  return std::to_string(count / 1000) + "." + fraction;
}

void Append(std::string& out, const char* name, const Counts& counts) {
  out.append("\"").append(name).append("\":{\"started\":");
  out += std::to_string(counts.started);
  out += ",\"answered\":" + std::to_string(counts.answered);
  out += ",\"unanswered\":" + std::to_string(counts.unanswered);
  out += ",\"ended\":" + std::to_string(counts.ended);
  out += ",\"unseen\":" + std::to_string(counts.unseen) + "}";
}

template <typename CountsOf>
void AppendDirections(std::string& out, const CountsOf& counts_of) {
  const char* separator = "";
  for (const Direction direction : kDirections) {
    out += separator;
    separator = ",";
    Append(out, ToString(direction).data(), counts_of(direction));
  }
}

void AppendActive(std::string& out, const World& world,
                  const Present& present) {
  out += ",\"active\":[";
  const char* separator = "";
  for (const auto& [key, calls] : present.active) {
    const auto& [server, direction, talking] = key;
    out += separator;
    separator = ",";
    out.append("{\"server\":\"").append(world.directory().servers()[server]);
    out.append("\",\"direction\":\"").append(ToString(direction));
    out.append("\",\"state\":\"").append(talking ? "oncall" : "ringing");
    out += "\",\"calls\":" + std::to_string(calls) + "}";
  }
  out += "]";
}

// The callers who wait in one queue.
struct PresentQueue {
  std::uint64_t waiting = 0;
  Duration oldest{};
};

using PresentQueues =
    std::map<std::pair<std::uint32_t, std::uint32_t>, PresentQueue>;

PresentQueues LookAtQueues(const World& world) {
  PresentQueues queues;
  for (const QueueMember& member : world.QueueMembers()) {
    if (member.status != QueueStatus::kWaiting &&
        member.status != QueueStatus::kTrying) {
      continue;
    }
    PresentQueue& queue = queues[{member.tenant, member.queue}];
    const Time since =
        member.rejoined == kNever ? member.joined : member.rejoined;
    ++queue.waiting;
    queue.oldest = std::max(queue.oldest, world.now() - since);
  }
  return queues;
}

void AppendQueues(std::string& out, const World& world, std::uint32_t index,
                  const PresentQueues& presents) {
  const Tenant& tenant = world.directory().tenants()[index];
  out += ",\"queues\":[";
  for (std::uint32_t i = 0; i < tenant.queues.size(); ++i) {
    char uuid[36];
    Pen(uuid).Write(QueueUuid(tenant, i));
    const auto found = presents.find({index, i});
    const PresentQueue present =
        found == presents.end() ? PresentQueue() : found->second;
    const QueueTruth counts = world.truth().OfQueue(index, i);
    out += i == 0 ? "{\"queue\":\"" : ",{\"queue\":\"";
    out.append(uuid, sizeof uuid);
    out += "\",\"waiting\":" + std::to_string(present.waiting);
    out += ",\"oldest_wait_seconds\":" + SecondsText(present.oldest);
    out += ",\"joined\":" + std::to_string(counts.joined);
    out += ",\"answered\":" + std::to_string(counts.answered);
    out += ",\"abandoned\":" + std::to_string(counts.abandoned) + "}";
  }
  out += "]";
}

}  // namespace

std::string RenderTruth(const World& world) {
  const auto& tenants = world.directory().tenants();
  const std::vector<Present> presents = Look(world);
  const PresentQueues queues = LookAtQueues(world);
  std::string out = "{\"now\":" + SecondsText(world.now().time_since_epoch());
  out += ",\"ghost_rows\":" + std::to_string(world.GhostRows());
  out += ",\"totals\":{";
  AppendDirections(
      out, [&](Direction direction) { return world.truth().Total(direction); });
  out += "},\"tenants\":[";
  for (std::uint32_t i = 0; i < tenants.size(); ++i) {
    out += i == 0 ? "\n{\"tenant\":\"" : ",\n{\"tenant\":\"";
    out += tenants[i].name;
    out += "\",\"extensions\":" + std::to_string(tenants[i].size) + ",";
    AppendDirections(out, [&](Direction direction) {
      return world.truth().Of(i, direction);
    });
    const Present& present = presents[i];
    out += ",\"ringing_callers\":" + std::to_string(present.ringing_callers);
    out += ",\"hidden_callers\":" + std::to_string(present.hidden_callers);
    out += ",\"oldest_wait_seconds\":" + SecondsText(present.oldest);
    AppendActive(out, world, present);
    AppendQueues(out, world, i, queues);
    out += "}";
  }
  out += "\n]}\n";
  return out;
}

}  // namespace pitel::simulation
