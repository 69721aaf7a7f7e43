#include "following_cases.h"

#include <cmath>
#include <cstdio>
#include <set>

namespace pitel::differential {
namespace {

CallEvent Event(std::string_view name, std::string_view direction,
                std::string_view tenant) {
  return {
      {SeriesText(name, {{"tenant", tenant}, {"direction", direction}}), 1}};
}

CallEvent Lost(std::string_view state, std::string_view direction,
               std::string_view tenant) {
  return {{SeriesText("pitel_calls_lost_total", {{"tenant", tenant},
                                                 {"direction", direction},
                                                 {"state", state}}),
           1}};
}

CallEvent Observation(const std::string& name, const LabelPairs& labels,
                      const std::vector<const char*>& bounds, double value) {
  CallEvent event = {{SeriesText(name + "_count", labels), 1},
                     {SeriesText(name + "_sum", labels), value}};
  for (const char* bound : bounds) {
    if (std::string(bound) != "+Inf" && value > std::stod(bound)) continue;
    LabelPairs of_bucket = labels;
    of_bucket.emplace_back("le", bound);
    event[SeriesText(name + "_bucket", of_bucket)] = 1;
  }
  return event;
}

bool IsOfCallCounters(const std::string& series) {
  return series.starts_with("pitel_calls_") ||
         series.starts_with("pitel_call_wait_") ||
         series.starts_with("pitel_call_duration_");
}

void Add(const SeriesValues& increments, double factor, SeriesValues& to) {
  for (const auto& [series, value] : increments) to[series] += factor * value;
}

std::string Line(const std::string& series, const std::string& what) {
  return series + ": " + what + "\n";
}

}  // namespace

CallEvent Started(std::string_view direction, std::string_view tenant) {
  return Event("pitel_calls_started_total", direction, tenant);
}
CallEvent Answered(std::string_view direction, std::string_view tenant) {
  return Event("pitel_calls_answered_total", direction, tenant);
}
CallEvent Unanswered(std::string_view direction, std::string_view tenant) {
  return Event("pitel_calls_unanswered_total", direction, tenant);
}
CallEvent Ended(std::string_view direction, std::string_view tenant) {
  return Event("pitel_calls_ended_total", direction, tenant);
}
CallEvent LostRinging(std::string_view direction, std::string_view tenant) {
  return Lost("ringing", direction, tenant);
}
CallEvent LostOncall(std::string_view direction, std::string_view tenant) {
  return Lost("oncall", direction, tenant);
}

CallEvent Wait(double seconds, std::string_view tenant) {
  return Observation("pitel_call_wait_seconds", {{"tenant", tenant}},
                     {"5.0", "10.0", "15.0", "20.0", "30.0", "45.0", "60.0",
                      "90.0", "120.0", "180.0", "+Inf"},
                     seconds);
}

CallEvent Duration(double seconds, std::string_view direction) {
  return Observation("pitel_call_duration_seconds", {{"direction", direction}},
                     {"10.0", "30.0", "60.0", "120.0", "300.0", "600.0",
                      "1800.0", "3600.0", "7200.0", "+Inf"},
                     seconds);
}

CallEvent Times(double count, const CallEvent& event) {
  CallEvent events;
  Add(event, count, events);
  return events;
}

std::string FollowingCheck::Unmet(const FollowingPoll& poll,
                                  const Outcome& outcome, double tolerance) {
  SeriesValues changes;
  std::string unmet;
  if (!outcome.series.empty()) {
    for (const auto& [series, value] : outcome.series) {
      if (IsOfCallCounters(series)) changes[series] += value;
    }
    Add(before_, -1, changes);
    std::erase_if(before_, [](const auto&) { return true; });
    for (const auto& [series, value] : outcome.series) {
      if (IsOfCallCounters(series)) before_[series] = value;
    }
  }
  for (const CallEvent& event : poll.events) Add(event, -1, changes);
  for (const auto& [series, excess] : changes) {
    if (std::abs(excess) <= tolerance) continue;
    unmet += Line(series, "changes by " + std::to_string(excess) + " too much");
  }
  for (const auto& [series, value] : poll.values) {
    const auto found = outcome.series.find(series);
    if (found == outcome.series.end()) {
      unmet += Line(series, "absent");
    } else if (std::abs(found->second - value) > tolerance) {
      unmet += Line(series, "is " + std::to_string(found->second) + ", not " +
                                std::to_string(value));
    }
  }
  for (const std::string& series : poll.absent) {
    if (outcome.series.contains(series)) unmet += Line(series, "not absent");
  }
  if (unmet.empty()) return unmet;
  return "at " + std::to_string(poll.seconds) + " s:\n" + unmet +
         poll.document + "\n";
}

CaseRow Ringing(const CallLeg& leg) {
  return {.extension = leg.extension,
          .call_state = "RINGING",
          .direction = leg.direction,
          .call_id = leg.call_id,
          .call_time = leg.call_time,
          .cid_num = leg.cid_num,
          .b_cid_num = leg.b_cid_num,
          .tenant = leg.tenant,
          .server = leg.server};
}

CaseRow Oncall(const CallLeg& leg) {
  CaseRow row = Ringing(leg);
  row.call_state = "ONCALL";
  return row;
}

CaseRow Held(const CallLeg& leg) {
  CaseRow row = Ringing(leg);
  row.call_state = "DOWN";
  return row;
}

std::string TimeAt(int seconds) {
  const int of_day = 12 * 3600 + seconds;
  char text[64];
  std::snprintf(text, sizeof text, "2024-01-01 %02d:%02d:%02d", of_day / 3600,
                of_day / 60 % 60, of_day % 60);
  return text;
}

std::string Incomplete(const std::vector<CaseRow>& rows) {
  return DocumentOf(rows, std::to_string(rows.size() + 1));
}

std::vector<FollowingCase> AllFollowingCases() {
  std::vector<FollowingCase> all;
  for (const auto& part : {LifeCases(), IdentityCases(), GroupCases(),
                           DoubtCases(), SeriesCases(), TimingCases()}) {
    all.insert(all.end(), part.begin(), part.end());
  }
  return all;
}

}  // namespace pitel::differential
