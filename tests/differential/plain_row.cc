#include "plain_row.h"

#include <algorithm>
#include <regex>
#include <set>
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

std::string Row::LegRowsKey() const {
  if (call_id.empty() || extension.empty()) {
    return "row " + std::to_string(number);
  }
  return call_id + "\n" + extension;
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
  static const std::set<std::string> kRings = {"ringing", "early", "ring_wait",
                                               "dialing"};
  static const std::set<std::string> kTalks = {"oncall", "active", "held",
                                               "unheld"};
  if (kRings.contains(call_state)) {
    row.state = kRinging;
  } else if (kTalks.contains(call_state)) {
    row.state = kOncall;
  } else if (row.call_id.empty()) {
    row.state = kIdle;
  } else if (call_state.empty() && rules.empty_state == CallState::kRinging) {
    row.state = kRinging;
  } else {
    row.state = kUnknownState;
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
  row.extension_number = value("extension");
  row.device = Device(value("user_agent"));

  row.call_time_text = value("call_time");
  row.call_time =
      CallTime(row.call_time_text, ZoneOffset(rules.timezone.Text()),
               rules.call_time_zone == ZoneChoice::kStated);
  row.cid_num = CallerNumber(value("cid_num"), value("extension"));
  row.b_cid_num = CallerNumber(value("b_cid_num"), value("extension"));
  if (row.cid_num.empty() != row.b_cid_num.empty()) {
    row.one_number =
        NumberDigits(value(row.cid_num.empty() ? "b_cid_num" : "cid_num"));
  }
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
