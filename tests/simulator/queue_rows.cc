#include "simulator/queue_rows.h"

#include <cstdlib>
#include <string_view>

#include "simulator/pen.h"
#include "simulator/random.h"

namespace pitel::simulation {
namespace {

std::string Text(const Uuid& uuid) {
  char text[36];
  Pen(text).Write(uuid);
  return {text, sizeof text};
}

std::string Padded(std::uint64_t number, int width) {
  std::string text(static_cast<std::size_t>(width), '0');
  Pen(text.data()).WritePadded(number, width);
  return text;
}

// As Go writes it: "2024-05-06T09:00:00.5+07:00".
std::string TimeText(Time time, const QueueRowOptions& options) {
  if (time == kNever) return "1970-01-01T08:00:00+08:00";
  const Time local = time + options.utc_offset;
  const Time whole = std::chrono::floor<std::chrono::seconds>(local);
  std::string text(19, ' ');
  Pen(text.data()).Write(whole);
  text[10] = 'T';
  const auto fraction = (local - whole).count();
  if (fraction != 0 && !options.whole_seconds) {
    text += "." + Padded(static_cast<std::uint64_t>(fraction), 6);
    while (text.back() == '0') text.pop_back();
  }
  const auto minutes = options.utc_offset.count() / 60;
  const auto size = static_cast<std::uint64_t>(std::abs(minutes));
  return text + (minutes < 0 ? "-" : "+") + Padded(size / 60, 2) + ":" +
         Padded(size % 60, 2);
}

std::string_view StatusText(QueueStatus status) {
  switch (status) {
    case QueueStatus::kWaiting:
      return "Waiting";
    case QueueStatus::kTrying:
      return "Trying";
    case QueueStatus::kAnswered:
      return "Answered";
    case QueueStatus::kAbandoned:
      return "Abandoned";
  }
  return "";
}

void Append(std::string& json, std::string_view key, std::string_view text) {
  json += json.back() == '{' ? "\"" : ",\"";
  json.append(key).append("\":\"").append(text).append("\"");
}

void AppendRow(std::string& json, const Directory& directory,
               const QueueMember& member, const QueueRowOptions& options) {
  const Tenant& tenant = directory.tenants()[member.tenant];
  const bool has_agent = member.agent != kNone;
  json += json.back() == '[' ? "{" : ",{";
  Append(json, "call_center_queue_uuid", Text(QueueUuid(tenant, member.queue)));
  Append(json, "call_center_queue_name",
         "Queue " + std::to_string(tenant.queues[member.queue].number));
  Append(json, "call_center_agent_uuid",
         has_agent ? Text(directory.At(member.agent).uuid) : "");
  Append(json, "call_center_agent_name",
         has_agent ? "Nhân viên " + Padded(member.agent, 7) : "");
  Append(json, "mobile", "0900" + Padded(member.customer, 6));
  Append(json, "status", StatusText(member.status));
  Append(json, "joined_time", TimeText(member.joined, options));
  Append(json, "abandoned_time", TimeText(member.abandoned, options));
  Append(json, "bridged_time", TimeText(member.bridged, options));
  Append(json, "rejoined_time", TimeText(member.rejoined, options));
  Append(json, "call_uuid", Text(MakeUuid(member.key)));
  json += "}";
}

}  // namespace

Uuid QueueUuid(const Tenant& tenant, std::uint32_t queue) {
  return MakeUuid(Mix(tenant.uuid.low ^ 0x90e0e, queue));
}

std::string RenderQueueRows(const Directory& directory,
                            const std::vector<QueueMember>& members,
                            const QueueRowOptions& options) {
  if (members.empty()) return R"({"data":null})";  // as Go writes it
  std::string json = "{\"data\":[";
  for (const QueueMember& member : members) {
    AppendRow(json, directory, member, options);
  }
  return json + "]}";
}

}  // namespace pitel::simulation
