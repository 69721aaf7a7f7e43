#include "plain_row.h"

#include <algorithm>
#include <regex>
#include <vector>

#include "plain_text.h"

namespace pitel::plain {

std::string Text(State state) {
  return std::vector<std::string>{"oncall", "ringing", "unknown",
                                  "idle"}[state];
}

std::string Text(Direction direction) {
  return std::vector<std::string>{"inbound", "outbound", "local",
                                  "unknown"}[direction];
}

std::string Row::CallKey() const {
  if (!call_id.empty()) return "id " + call_id;
  return "row " + std::to_string(number);
}

std::string Row::ExtensionKey() const {
  if (!extension.empty()) return extension;
  return "row " + std::to_string(number);
}

LegKey Row::Leg() const {
  return {tenant, extension,
          call_id.empty() ? "time " + call_time_text : "id " + call_id};
}

Row ReadRow(const std::map<std::string, std::string>& values, int number,
            const CallRules& rules) {
  const auto value = [&](const char* key) -> std::string {
    const auto found = values.find(key);
    return found == values.end() ? "" : found->second;
  };
  Row row;
  row.number = number;

  const std::string call_state = Lower(value("call_state"));
  row.call_id = Id(value("call_id"));
  if (call_state == "ringing") {
    row.state = kRinging;
  } else if (call_state == "oncall") {
    row.state = kOncall;
  } else {
    row.state = row.call_id.empty() ? kIdle : kUnknownState;
  }

  const std::string direction = Lower(value("direction"));
  if (direction == "inbound") row.direction = kInbound;
  if (direction == "outbound") row.direction = kOutbound;
  if (direction == "local") row.direction = kLocal;

  row.tenant = Domain(value("domain_name"));
  if (row.tenant.empty()) row.tenant = Id(value("domain_uuid"));
  if (row.tenant.empty()) row.tenant = "unknown";
  row.tenant = Label(row.tenant);
  row.server = value("server_host");
  if (row.server.empty()) row.server = "unknown";
  row.server = Label(row.server);

  if (!Id(value("extension_uuid")).empty()) {
    row.extension = "uuid " + value("extension_uuid");
  } else if (!value("extension").empty()) {
    row.extension = "number " + value("extension");
  }
  row.device = Device(value("user_agent"));

  row.call_time_text = value("call_time");
  row.call_time =
      CallTime(row.call_time_text, ZoneOffset(rules.timezone.Text()),
               rules.call_time_zone == ZoneChoice::kStated);
  row.cid_num = CallerNumber(value("cid_num"), value("extension"));
  row.b_cid_num = CallerNumber(value("b_cid_num"), value("extension"));
  return row;
}

bool LeftOut(const std::string& tenant, const TenantFilter& patterns) {
  const auto matches = [&](const TenantPattern& pattern) {
    return std::regex_match(tenant, std::regex(pattern.Text()));
  };
  if (std::ranges::any_of(patterns.exclude, matches)) return true;
  return !patterns.include.empty() &&
         std::ranges::none_of(patterns.include, matches);
}

}  // namespace pitel::plain
