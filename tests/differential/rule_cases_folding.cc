#include "rule_cases.h"
#include "support/tenant_patterns.h"

namespace pitel::differential {
namespace {

std::string Idle(std::string_view tenant, std::string_view server) {
  return SeriesText(
      "pitel_extensions",
      {{"tenant", tenant}, {"server", server}, {"state", "idle"}});
}

std::string Overflowed(std::string_view label) {
  return SeriesText("pitel_overflowed_label_values", {{"label", label}});
}

// Idle rows of the given tenants and servers, each with its own extension.
std::string Places(const std::vector<std::pair<const char*, const char*>>& at) {
  std::vector<CaseRow> rows;
  for (const auto& [tenant, server] : at) {
    rows.push_back({.extension = "", .tenant = tenant, .server = server});
  }
  return DocumentOf(rows);
}

CallRules Limited(LabelLimits limits, std::chrono::seconds series_ttl) {
  CallRules rules;
  rules.limits = limits;
  rules.series_ttl = series_ttl;
  return rules;
}

constexpr std::chrono::minutes kLong{60};

CaseRow Ringing(const std::string& tenant, const std::string& call_time) {
  return {.call_state = "RINGING",
          .direction = "inbound",
          .call_id = "c",
          .call_time = call_time,
          .tenant = tenant};
}

std::vector<RuleCase> LimitCases() {
  return {
      {.name = "tenants beyond the limit are folded, sums stay right",
       .polls = {{Places(
           {{"a", "s"}, {"b", "s"}, {"c", "s"}, {"b", "s"}, {"a", "s"}})}},
       .expected = {{Idle("a", "s"), 2},
                    {Idle("_other", "s"), 3},
                    {Overflowed("tenant"), 2},
                    {Overflowed("server"), 0}},
       .rules = Limited({.tenants = 1}, kLong)},
      {.name = "servers beyond the limit are folded",
       .polls = {{Places({{"a", "x"}, {"b", "y"}, {"b", "x"}, {"b", "z"}})}},
       .expected = {{Idle("a", "x"), 1},
                    {Idle("b", "_other"), 2},
                    {Idle("b", "x"), 1},
                    {Overflowed("tenant"), 0},
                    {Overflowed("server"), 2}},
       .rules = Limited({.servers = 1}, kLong)},
      {.name = "pairs beyond the limit go to server _other",
       .polls = {{Places({{"a", "x"}, {"a", "y"}, {"b", "x"}})}},
       .expected = {{Idle("a", "x"), 1},
                    {Idle("a", "_other"), 1},
                    {Idle("b", "_other"), 1},
                    {Overflowed("tenant"), 0},
                    {Overflowed("server"), 2}},
       .rules = Limited({.tenant_server_pairs = 1}, kLong)},
      {.name = "calls and callers are formed by the real tenant; oldest of "
               "_other is the maximum",
       .polls = {{DocumentOf({Ringing("a", "2024-01-01 11:59:59"),
                              Ringing("b", "2024-01-01 11:59:10"),
                              Ringing("c", "2024-01-01 11:59:00"),
                              Ringing("d", "2024-01-01 11:59:20")})}},
       .expected = {{RingingCallers("a"), 1},
                    {RingingCallers("_other"), 3},
                    {OldestSeconds("a"), 1},
                    {OldestSeconds("_other"), 60},
                    {SeriesText("pitel_active_calls", {{"tenant", "_other"},
                                                       {"server", "s"},
                                                       {"direction", "inbound"},
                                                       {"state", "ringing"}}),
                     3},
                    {SeriesText("pitel_active_calls", {{"tenant", "a"},
                                                       {"server", "s"},
                                                       {"direction", "inbound"},
                                                       {"state", "ringing"}}),
                     1}},
       .rules = Limited({.tenants = 1}, kLong)},
      {.name = "overflow is that of the last successful response",
       .polls = {{Places({{"a", "x"}, {"b", "y"}})},
                 {Places({{"a", "x"}}), 10}},
       .expected = {{Overflowed("tenant"), 0}, {Overflowed("server"), 0}},
       .rules = Limited({.tenants = 1, .servers = 1}, kLong)},
  };
}

std::vector<RuleCase> TtlCases() {
  const auto rules = Limited({.tenants = 1}, std::chrono::seconds(60));
  const std::string a = Places({{"a", "s"}});
  const std::string b = Places({{"b", "s"}});
  return {
      {.name = "a name stays with the first come",
       .polls = {{a}, {b, 59}},
       .expected = {{Idle("_other", "s"), 1}, {Overflowed("tenant"), 1}},
       .rules = rules},
      {.name = "until inactive for series_ttl",
       .polls = {{a}, {b, 61}},
       .expected = {{Idle("b", "s"), 1}, {Overflowed("tenant"), 0}},
       .absent = {Idle("a", "s")},
       .rules = rules},
      {.name = "a row keeps a name for another series_ttl",
       .polls = {{a}, {a, 59}, {b, 61}},
       .expected = {{Idle("_other", "s"), 1}},
       .rules = rules},
      {.name = "a free name goes to the next value",
       .polls = {{a}, {Places({{"b", "s"}, {"a", "s"}}), 61}},
       .expected = {{Idle("b", "s"), 1}, {Idle("_other", "s"), 1}},
       .rules = rules},
      {.name = "an incomplete response keeps names too",
       .polls = {{a}, {DocumentOf({{.tenant = "a"}}, "9"), 59}, {b, 61}},
       .expected = {{Idle("_other", "s"), 1}},
       .rules = rules},
      {.name = "a failed poll keeps nothing",
       .polls = {{a}, {a + "x", 59}, {b, 61}},
       .expected = {{Idle("b", "s"), 1}},
       .rules = rules},
      {.name = "a server's name becomes free as well",
       .polls = {{Places({{"a", "x"}})}, {Places({{"a", "y"}}), 61}},
       .expected = {{Idle("a", "y"), 1}, {Overflowed("server"), 0}},
       .rules = Limited({.servers = 1}, std::chrono::seconds(60))},
      {.name = "a pair's place becomes free as well",
       .polls = {{Places({{"a", "x"}, {"a", "y"}})},
                 {Places({{"a", "y"}}), 59},
                 {Places({{"a", "y"}}), 61}},
       .expected = {{Idle("a", "y"), 1}, {Overflowed("server"), 0}},
       .rules = Limited({.tenant_server_pairs = 1}, std::chrono::seconds(60))},
  };
}

std::vector<RuleCase> ZeroCases() {
  SeriesValues zeros = {{RingingCallers(), 0}, {OldestSeconds(), 0}};
  for (const char* state : {"ringing", "oncall"}) {
    for (const char* direction : {"inbound", "outbound", "local"}) {
      zeros[ActiveCalls(direction, state)] = 0;
      zeros[ActiveLegs(direction, state)] = 0;
    }
    zeros[StaleLegs(state)] = 0;
    zeros[Extensions(state)] = 0;
  }
  zeros[Extensions("idle")] = 0;
  const auto rules = Limited({}, std::chrono::seconds(60));
  CallRules leaving_out;
  leaving_out.tenants.exclude = ParseTenantPatterns({"t"});
  std::vector<std::string> gone;
  for (const auto& [series, value] : zeros) gone.push_back(series);
  const std::string row = DocumentOf({{}});
  return {
      {.name = "zero series of every pair of which a row came",
       .polls = {{row}, {DocumentOf({}), 59}},
       .expected = zeros,
       .absent = {ActiveCalls("unknown", "ringing"),
                  ActiveCalls("inbound", "unknown"), Extensions("unknown"),
                  StaleLegs("unknown")},
       .rules = rules},
      {.name = "within series_ttl",
       .polls = {{row}, {DocumentOf({}), 61}},
       .expected = {{"pitel_api_rows", 0}},
       .absent = gone,
       .rules = rules},
      {.name = "a pair that is gone leaves its tenant",
       .polls = {{Places({{"t", "x"}, {"t", "y"}})},
                 {Places({{"t", "x"}}), 59},
                 {DocumentOf({}), 61}},
       .expected = {{Idle("t", "x"), 0}, {RingingCallers(), 0}},
       .absent = {Idle("t", "y")},
       .rules = rules},
      {.name = "none of rows that are left out",
       .polls = {{row}},
       .expected = {{"pitel_api_rows", 1}, {Devices("other"), 0}},
       .absent = gone,
       .rules = leaving_out},
  };
}

}  // namespace

std::vector<RuleCase> FoldingCases() {
  std::vector<RuleCase> all;
  for (const auto& part : {LimitCases(), TtlCases(), ZeroCases()}) {
    all.insert(all.end(), part.begin(), part.end());
  }
  return all;
}

}  // namespace pitel::differential
