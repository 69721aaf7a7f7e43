#include "rule_cases.h"

#include <set>

namespace pitel::differential {
namespace {

std::string FamilyOf(const std::string& series) {
  return series.substr(0, series.find('{'));
}

// The value of a series of the case in the whole outcome.
Outcome Restricted(const RuleCase& rule_case, const Outcome& outcome) {
  std::set<std::string> families;
  for (const auto& [series, value] : rule_case.expected) {
    families.insert(FamilyOf(series));
  }
  Outcome restricted{outcome.failure, {}};
  for (const auto& [series, value] : outcome.series) {
    const bool listed = rule_case.expected.contains(series);
    if (families.contains(FamilyOf(series)) && (value != 0 || listed)) {
      restricted.series[series] = value;
    }
  }
  return restricted;
}

std::string Of(std::string_view family, std::string_view direction,
               std::string_view state) {
  return SeriesText(family, {{"tenant", "t"},
                             {"server", "s"},
                             {"direction", direction},
                             {"state", state}});
}

std::string Of(std::string_view family, std::string_view state) {
  return SeriesText(family,
                    {{"tenant", "t"}, {"server", "s"}, {"state", state}});
}

std::chrono::nanoseconds FromSeconds(double seconds) {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(
      std::chrono::duration<double>(seconds));
}

}  // namespace

Moment CasePoll::Sent() const {
  constexpr std::chrono::sys_seconds kStart{
      std::chrono::seconds(1'704'085'200)};
  return {SteadyTime(std::chrono::hours(100)) + FromSeconds(seconds),
          WallTime(kStart) + FromSeconds(seconds + wall_ahead)};
}

std::vector<RuleCase> AllRuleCases() {
  std::vector<RuleCase> all;
  for (const auto& part : {DocumentCases(), CountingCases(), TimeCases(),
                           CallerCases(), FoldingCases()}) {
    all.insert(all.end(), part.begin(), part.end());
  }
  return all;
}

std::string Unmet(const RuleCase& rule_case, const Outcome& outcome) {
  std::string unmet = Differences({rule_case.failure, rule_case.expected},
                                  Restricted(rule_case, outcome));
  for (const auto& series : rule_case.absent) {
    if (outcome.series.contains(series)) unmet += series + ": not absent\n";
  }
  return unmet;
}

std::string DocumentOf(const std::vector<CaseRow>& rows) {
  return DocumentOf(rows, std::to_string(rows.size()));
}

std::string DocumentOf(const std::vector<CaseRow>& rows,
                       const std::string& total) {
  std::string data;
  for (const CaseRow& row : rows) {
    std::string fields;
    const auto add = [&](const char* key, const std::string& value) {
      if (value.empty()) return;
      if (!fields.empty()) fields += ", ";
      fields += '"' + std::string(key) + "\": \"" + value + '"';
    };
    add("domain_name", row.tenant);
    add("server_host", row.server);
    add("extension", row.extension);
    add("extension_uuid", row.extension_uuid);
    add("call_state", row.call_state);
    add("direction", row.direction);
    add("call_id", row.call_id);
    add("call_time", row.call_time);
    add("cid_num", row.cid_num);
    add("b_cid_num", row.b_cid_num);
    add("user_agent", row.user_agent);
    if (!data.empty()) data += ",\n ";
    data += "{" + fields + "}";
  }
  return "{\"data\": [" + data + "], \"total\": " + total + "}";
}

std::string DocumentOfText(const std::string& row) {
  return "{\"data\": [" + row + "], \"total\": 1}";
}

std::string ActiveCalls(std::string_view direction, std::string_view state) {
  return Of("pitel_active_calls", direction, state);
}
std::string ActiveLegs(std::string_view direction, std::string_view state) {
  return Of("pitel_active_legs", direction, state);
}
std::string Extensions(std::string_view state) {
  return Of("pitel_extensions", state);
}
std::string StaleLegs(std::string_view state) {
  return Of("pitel_stale_legs", state);
}
std::string Devices(std::string_view device) {
  return SeriesText("pitel_extension_devices", {{"device", device}});
}
std::string RingingCallers(std::string_view tenant) {
  return SeriesText("pitel_ringing_callers", {{"tenant", tenant}});
}
std::string OldestSeconds(std::string_view tenant) {
  return SeriesText("pitel_ringing_oldest_seconds", {{"tenant", tenant}});
}

}  // namespace pitel::differential
