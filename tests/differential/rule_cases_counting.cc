#include "rule_cases.h"

namespace pitel::differential {
namespace {

std::string Unknown(std::string_view field) {
  return SeriesText("pitel_api_unknown_values_total", {{"field", field}});
}

std::string On(const char* family, std::string_view server,
               std::string_view direction, std::string_view state) {
  return SeriesText(family, {{"tenant", "t"},
                             {"server", server},
                             {"direction", direction},
                             {"state", state}});
}

std::string ExtensionsOn(std::string_view server, std::string_view state) {
  return SeriesText("pitel_extensions",
                    {{"tenant", "t"}, {"server", server}, {"state", state}});
}

const char kNow[] = "2024-01-01 12:00:00";

// A call of this extension alone.
CaseRow Local(const std::string& extension, const std::string& state) {
  return {.extension = extension,
          .call_state = state,
          .direction = "local",
          .call_id = "c" + extension,
          .call_time = kNow};
}

std::vector<RuleCase> StateCases() {
  return {
      {.name = "a row without a call is an idle extension",
       .polls = {{DocumentOf({{.call_state = "HANGUP"}, {.extension = "2"}})}},
       .expected = {{Extensions("idle"), 2},
                    {ActiveLegs("inbound", "ringing"), 0},
                    {Unknown("call_state"), 0},
                    {Unknown("direction"), 0},
                    {Unknown("call_time"), 0}}},
      {.name = "another state with a call_id is unknown",
       .polls = {{DocumentOf({{.call_state = "DOWN",
                               .direction = "local",
                               .call_id = "c",
                               .call_time = kNow}})}},
       .expected = {{ActiveLegs("local", "unknown"), 1},
                    {ActiveCalls("local", "unknown"), 1},
                    {Extensions("unknown"), 1},
                    {StaleLegs("ringing"), 0},
                    {Unknown("call_state"), 1},
                    {Unknown("direction"), 0},
                    {Unknown("call_time"), 0}}},
      {.name = "states of the switch ring",
       .polls = {{DocumentOf({Local("1", "early"), Local("2", "RING_WAIT"),
                              Local("3", "Dialing")})}},
       .expected = {{ActiveLegs("local", "ringing"), 3},
                    {Extensions("ringing"), 3},
                    {Unknown("call_state"), 0}}},
      {.name = "states of the switch talk",
       .polls = {{DocumentOf(
           {Local("1", "active"), Local("2", "HELD"), Local("3", "Unheld")})}},
       .expected = {{ActiveLegs("local", "oncall"), 3},
                    {Extensions("oncall"), 3},
                    {Unknown("call_state"), 0}}},
      {.name = "an empty state with a call_id rings if empty_state says so",
       .polls = {{DocumentOf(
           {Local("1", ""), Local("2", "odd"), {.extension = "3"}})}},
       .expected = {{ActiveLegs("local", "ringing"), 1},
                    {ActiveLegs("local", "unknown"), 1},
                    {Extensions("ringing"), 1},
                    {Extensions("unknown"), 1},
                    {Extensions("idle"), 1},
                    {Unknown("call_state"), 1}},
       .rules = {.empty_state = CallState::kRinging}},
      {.name = "no state but a call_id is unknown",
       .polls = {{DocumentOf({{.direction = "local", .call_id = "c"}})}},
       .expected = {{ActiveLegs("local", "unknown"), 1}}},
      {.name = "ringing without a call_id is a leg",
       .polls = {{DocumentOf(
           {{.call_state = "Ringing", .direction = "OUTBOUND"}})}},
       .expected = {{ActiveLegs("outbound", "ringing"), 1},
                    {ActiveCalls("outbound", "ringing"), 1},
                    {Extensions("ringing"), 1}}},
      {.name = "another direction is unknown",
       .polls = {{DocumentOf({{.call_state = "ONCALL",
                               .direction = "1",
                               .call_id = "c",
                               .call_time = kNow}})}},
       .expected = {{ActiveLegs("unknown", "oncall"), 1},
                    {ActiveLegs("inbound", "oncall"), 0},
                    {Unknown("direction"), 1}}},
      {.name = "unknown series only while they occur",
       .polls = {{DocumentOf({{.direction = "x", .call_id = "c"}})},
                 {DocumentOf({{}}), 10}},
       .expected = {{Extensions("idle"), 1}},
       .absent = {ActiveLegs("unknown", "unknown"),
                  ActiveCalls("unknown", "unknown"), Extensions("unknown")}},
  };
}

// Two devices of extension 101, which has one uuid, in one call.
std::vector<RuleCase> LegCases() {
  const CaseRow device{.call_state = "RINGING",
                       .direction = "inbound",
                       .call_id = "c",
                       .call_time = kNow,
                       .extension_uuid = "e"};
  CaseRow talking = device;
  talking.call_state = "ONCALL";
  talking.direction = "local";
  CaseRow of_server_a = device;
  of_server_a.server = "a";
  CaseRow odd = device;
  odd.call_state = "odd";
  odd.direction = "odd";
  odd.call_time = "";
  CaseRow old = device;
  old.call_time = "2024-01-01 11:50:00";
  CaseRow without_id = device;
  without_id.call_id = "";
  CaseRow nameless = device;
  nameless.extension = nameless.extension_uuid = "";
  CaseRow other_call = device;
  other_call.call_id = "c2";
  const std::string duplicates = "pitel_api_duplicate_rows";
  return {
      {.name = "the rows of an extension that share a call_id are one leg",
       .polls = {{DocumentOf({device, device, device})}},
       .expected = {{ActiveLegs("inbound", "ringing"), 1},
                    {ActiveCalls("inbound", "ringing"), 1},
                    {Extensions("ringing"), 1},
                    {RingingCallers(), 1},
                    {duplicates, 2}}},
      {.name = "two devices that ring show four rows and two legs",
       .polls = {{DocumentOf({device, device, other_call, other_call})}},
       .expected = {{ActiveLegs("inbound", "ringing"), 2}, {duplicates, 2}}},
      {.name = "without a call_id each row is a leg",
       .polls = {{DocumentOf({without_id, without_id})}},
       .expected = {{ActiveLegs("inbound", "ringing"), 2}, {duplicates, 0}}},
      {.name = "without an extension each row is a leg",
       .polls = {{DocumentOf({nameless, nameless})}},
       .expected = {{ActiveLegs("inbound", "ringing"), 2}, {duplicates, 0}}},
      {.name = "a leg has the labels of its row furthest along",
       .polls = {{DocumentOf({odd, device, talking})}},
       .expected = {{ActiveLegs("local", "oncall"), 1},
                    {Unknown("call_state"), 0},
                    {Unknown("direction"), 0},
                    {Unknown("call_time"), 0},
                    {duplicates, 2}}},
      {.name = "of rows equally far along, the smallest server names the leg",
       .polls = {{DocumentOf({device, of_server_a})}},
       .expected = {{On("pitel_active_legs", "a", "inbound", "ringing"), 1},
                    {duplicates, 1}}},
      {.name = "a leg is as old as its oldest row",
       .polls = {{DocumentOf({device, old})}},
       .expected = {{ActiveLegs("inbound", "ringing"), 1},
                    {StaleLegs("ringing"), 1},
                    {RingingCallers(), 1},
                    {duplicates, 1}}},
      {.name = "a stale row is no stale leg if another row is further along",
       .polls = {{DocumentOf({old, talking})}},
       .expected = {{ActiveLegs("local", "oncall"), 1},
                    {StaleLegs("ringing"), 0},
                    {duplicates, 1}}},
  };
}

std::vector<RuleCase> PeakCases() {
  const std::string peak =
      SeriesText("pitel_active_calls_peak", {{"tenant", "t"}});
  const std::string two =
      DocumentOf({Local("1", "active"), Local("2", "held")});
  const std::string one = DocumentOf({Local("1", "active")});
  return {
      {.name = "the peak is the most calls of a poll",
       .polls = {{one}, {two, 10}, {one, 20}},
       .expected = {{peak, 2}}},
      {.name = "of the last five minutes",
       .polls = {{two}, {one, 10}, {one, 300}},
       .expected = {{peak, 2}}},
      {.name = "and not of earlier ones",
       .polls = {{two}, {one, 10}, {DocumentOf({{}}), 301}},
       .expected = {{peak, 1}}},
      {.name = "an idle tenant has a peak of 0",
       .polls = {{DocumentOf({{}})}},
       .expected = {{peak, 0}}},
  };
}

std::vector<RuleCase> CallCases() {
  const CaseRow leg{
      .call_state = "RINGING", .direction = "inbound", .call_id = "c"};
  CaseRow second = leg;
  second.extension = "102";
  CaseRow third = leg;
  third.extension = "103";
  CaseRow elsewhere = leg;
  elsewhere.tenant = "t2";
  CaseRow talking = leg;
  talking.call_state = "ONCALL";
  talking.direction = "unheard";
  talking.server = "z";
  CaseRow odd = leg;
  odd.call_state = "odd";
  odd.direction = "outbound";
  odd.server = "a";
  CaseRow local = leg;
  local.direction = "local";
  local.server = "a";
  CaseRow on_b = leg;
  on_b.server = "b";
  const CaseRow without{.call_state = "RINGING", .direction = "inbound"};
  return {
      {.name = "the legs that share a call_id are one call",
       .polls = {{DocumentOf({leg, second, third})}},
       .expected = {{ActiveCalls("inbound", "ringing"), 1},
                    {ActiveLegs("inbound", "ringing"), 3}}},
      {.name = "of one tenant",
       .polls = {{DocumentOf({leg, elsewhere})}},
       .expected = {{ActiveCalls("inbound", "ringing"), 1},
                    {SeriesText("pitel_active_calls", {{"tenant", "t2"},
                                                       {"server", "s"},
                                                       {"direction", "inbound"},
                                                       {"state", "ringing"}}),
                     1}}},
      {.name = "a leg without call_id is a call of its own",
       .polls = {{DocumentOf({without, without})}},
       .expected = {{ActiveCalls("inbound", "ringing"), 2},
                    {ActiveLegs("inbound", "ringing"), 2}}},
      {.name = "labels of the leg in the most advanced state",
       .polls = {{DocumentOf({odd, leg, talking})}},
       .expected = {{On("pitel_active_calls", "z", "unknown", "oncall"), 1}}},
      {.name = "ringing is more advanced than unknown",
       .polls = {{DocumentOf({odd, leg})}},
       .expected = {{ActiveCalls("inbound", "ringing"), 1}}},
      {.name = "ties by the smallest direction, then server",
       .polls = {{DocumentOf({local, on_b, leg})}},
       .expected = {{On("pitel_active_calls", "b", "inbound", "ringing"), 1}}},
      {.name = "never by the order in the response",
       .polls = {{DocumentOf({leg, on_b, local})}},
       .expected = {{On("pitel_active_calls", "b", "inbound", "ringing"), 1}}},
  };
}

std::vector<RuleCase> ExtensionCases() {
  const CaseRow idle{
      .server = "a", .extension_uuid = "u", .user_agent = "Bria 6"};
  const CaseRow ringing{.call_state = "RINGING",
                        .server = "c",
                        .extension_uuid = "u",
                        .user_agent = "Zoiper/5"};
  const CaseRow ringing_too{.extension = "other",
                            .call_state = "RINGING",
                            .server = "b",
                            .extension_uuid = "u",
                            .user_agent = "pitel"};
  return {
      {.name = "the rows that share extension_uuid are one extension, its "
               "state the most advanced, its server the smallest among those",
       .polls = {{DocumentOf({idle, ringing, ringing_too})}},
       .expected = {{ExtensionsOn("b", "ringing"), 1},
                    {ExtensionsOn("a", "idle"), 0},
                    {ExtensionsOn("c", "ringing"), 0},
                    {Devices("Pitel"), 1}}},
      {.name = "else extension",
       .polls = {{DocumentOf({{.extension = "7"},
                              {.extension = "7"},
                              {.extension = "8"},
                              {.extension = "7", .extension_uuid = "u"},
                              {.extension = "7", .tenant = "t2"}})}},
       .expected = {{Extensions("idle"), 3},
                    {SeriesText("pitel_extensions", {{"tenant", "t2"},
                                                     {"server", "s"},
                                                     {"state", "idle"}}),
                     1}}},
      {.name = "else the row alone",
       .polls = {{DocumentOf({{.extension = ""}, {.extension = ""}})}},
       .expected = {{Extensions("idle"), 2}}},
      {.name = "unknown is more advanced than idle",
       .polls = {{DocumentOf({{.extension_uuid = "u"},
                              {.call_id = "c", .extension_uuid = "u"}})}},
       .expected = {{Extensions("unknown"), 1}}},
  };
}

RuleCase Device(const std::string& user_agent, const std::string& device) {
  return {.name = "device of '" + user_agent + "'",
          .polls = {{DocumentOf({{.user_agent = user_agent}})}},
          .expected = {{Devices(device), 1}}};
}

std::vector<RuleCase> DeviceCases() {
  std::vector<RuleCase> cases = {
      Device("Pitel/3.20.5", "Pitel"),
      Device("MICROSIP/3.21.3", "MicroSIP"),
      Device("sip.JS/0.20", "SIP.js"),
      Device("Yealink SIP-T21P/52.84", "Yealink"),
      Device("PitelX/1", "other"),
      Device("Pitel-Connect", "other"),
      Device(" Snom ", "Snom"),
      Device("", "unknown"),
  };
  for (const char* name : {"Pitel", "MicroSIP", "Zoiper", "Linphone", "Bria",
                           "Yealink", "Grandstream", "Fanvil", "Cisco",
                           "Polycom", "Snom", "JsSIP", "SIP.js"}) {
    cases.push_back(Device(name, name));
  }
  cases.push_back({.name = "every listed device has its series",
                   .polls = {{DocumentOf({})}},
                   .expected = {{Devices("Pitel"), 0},
                                {Devices("MicroSIP"), 0},
                                {Devices("Cisco"), 0},
                                {Devices("other"), 0}},
                   .absent = {Devices("unknown")}});
  return cases;
}

}  // namespace

std::vector<RuleCase> CountingCases() {
  std::vector<RuleCase> all;
  for (const auto& part : {StateCases(), CallCases(), LegCases(), PeakCases(),
                           ExtensionCases(), DeviceCases()}) {
    all.insert(all.end(), part.begin(), part.end());
  }
  return all;
}

}  // namespace pitel::differential
