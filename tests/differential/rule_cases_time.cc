#include "rule_cases.h"

namespace pitel::differential {
namespace {

constexpr char kOffset[] = "pitel_call_time_offset_seconds";
constexpr char kUnknownTime[] =
    "pitel_api_unknown_values_total{field=\"call_time\"}";

CaseRow Ringing(const std::string& call_time,
                const std::string& call_id = "c") {
  return {.call_state = "RINGING",
          .direction = "inbound",
          .call_id = call_id,
          .call_time = call_time};
}

// A ringing leg of that call_time, as of 12:00:00 at +07:00.
RuleCase Usable(const std::string& call_time, double age,
                const std::string& timezone = "+07:00") {
  CallRules rules;
  rules.timezone = *TimeZone::Parse(timezone);
  rules.stale_ringing_after = std::chrono::hours(24 * 365 * 100);
  return {
      .name = "call_time '" + call_time + "' in " + timezone,
      .polls = {{DocumentOf({Ringing(call_time)})}},
      .expected = {{OldestSeconds(), age}, {kUnknownTime, 0}, {kOffset, -age}},
      .rules = rules};
}

// Not of usable format: there is no offset either.
RuleCase Unusable(const std::string& call_time) {
  return {.name = "call_time '" + call_time + "' is not usable",
          .polls = {{DocumentOf({Ringing(call_time)})},
                    {DocumentOf({Ringing(call_time)}), 7}},
          .expected = {{OldestSeconds(), 7}, {kUnknownTime, 1}},
          .absent = {kOffset}};
}

std::vector<RuleCase> FormatCases() {
  std::vector<RuleCase> cases = {
      Usable("2024-01-01 11:59:30", 30),
      Usable("2024-01-01 12:00:00", 0),
      Usable("2024-01-01T11:59:30", 30),
      Usable("2024-01-01 11:59:30.000", 30),
      Usable("2024-01-01 04:59:30Z", 30),
      Usable("2024-01-01T04:59:30.0Z", 30),
      Usable("2024-01-01 05:59:30+01:00", 30),
      Usable("2023-12-31T23:29:30-05:30", 30),
      Usable("2024-01-01 18:59:30+14:00", 30),
      Usable("2024-01-01 04:59:30", 30, "+00:00"),
      Usable("2024-01-01 01:29:30", 30, "-03:30"),
      Usable("2023-12-31 11:59:30", 86430),
      Usable(" 2024-01-01 11:59:30 ", 30),
  };
  for (const char* text : {"",
                           "none",
                           "2024-01-01",
                           "12:00:00",
                           "2024-01-01 11:59",
                           "2024-1-1 11:59:30",
                           "2024-13-01 11:59:30",
                           "2023-02-29 11:59:30",
                           "2024-01-00 11:59:30",
                           "2024-01-01 24:00:00",
                           "2024-01-01 11:60:00",
                           "2024-01-01 11:59:60",
                           "2024-01-01  11:59:30",
                           "2024-01-01 11:59:30.",
                           "2024-01-01 11:59:30+0700",
                           "2024-01-01 19:09:30+14:10",
                           "2023-12-31 13:59:30-15:00",
                           "2024-01-01 11:59:30+07:60",
                           "2024-01-01 11:59:30+7:00",
                           "2024-01-01 11:59:30 +07:00",
                           "2024-01-01 11:59:30x",
                           "02024-01-01 11:59:30",
                           "+024-01-01 11:59:30",
                           "1704085170",
                           "2024/01/01 11:59:30"}) {
    cases.push_back(Unusable(text));
  }
  return cases;
}

// Of usable format, but not a time to count with.
RuleCase Future(const std::string& call_time, double offset) {
  return {
      .name = "call_time '" + call_time + "' is in the future",
      .polls = {{DocumentOf({Ringing(call_time)})},
                {DocumentOf({Ringing(call_time)}), 7}},
      .expected = {{OldestSeconds(), 7}, {kOffset, offset}, {kUnknownTime, 1}}};
}

// The API's clock is ahead of ours: the leg began now.
RuleCase Ahead(const std::string& call_time, double offset) {
  return {
      .name = "call_time '" + call_time + "' is a little ahead",
      .polls = {{DocumentOf({Ringing(call_time)})}},
      .expected = {{OldestSeconds(), 0}, {kOffset, offset}, {kUnknownTime, 0}}};
}

RuleCase InZone(ZoneChoice which, double age) {
  CallRules rules;
  rules.call_time_zone = which;
  return {.name = "a call_time with a zone",
          .polls = {{DocumentOf({Ringing("2024-01-01 11:59:30+06:59")})}},
          .expected = {{OldestSeconds(), age}},
          .rules = rules};
}

std::vector<RuleCase> UsableCases() {
  return {
      Ahead("2024-01-01 12:00:01", 1),
      Ahead("2024-01-01 12:01:00", 60),
      InZone(ZoneChoice::kStated, 0),
      InZone(ZoneChoice::kConfigured, 30),
      {.name = "our clock is set back under a ghost",
       .polls = {{DocumentOf({Ringing("2024-01-01 11:00:00")})},
                 {DocumentOf({Ringing("2024-01-01 11:00:00")}), 10, -7200}},
       .expected = {{RingingCallers(), 0},
                    {StaleLegs("ringing"), 1},
                    {kUnknownTime, 0}}},
      {.name = "our clock is set back under a caller",
       .polls = {{DocumentOf({Ringing("2024-01-01 11:59:40")})},
                 {DocumentOf({Ringing("2024-01-01 11:59:40")}), 8, -3600}},
       .expected = {{OldestSeconds(), 28}, {kUnknownTime, 0}}},
      Future("2024-01-01 12:01:08", 61),
      Future("2024-01-02 12:00:07", 86400),
      Future("2150-12-31 23:59:59Z", 4007732392),
      // The API writes these for none.
      Unusable("1970-01-01 07:00:00"),
      Unusable("0001-01-01 00:00:00"),
      Unusable("1999-12-31 12:00:00"),
      {.name = "the newest call_time of usable format",
       .polls = {{DocumentOf({Ringing("2024-01-01 11:00:00", "c1"),
                              Ringing("2024-01-01 11:50:00", "c2"),
                              Ringing("2023-01-01 11:59:00", "c3"),
                              Ringing("odd", "c4")})}},
       .expected = {{kOffset, -600}, {kUnknownTime, 1}}},
      {.name = "call_times count for legs only",
       .polls = {{DocumentOf(
           {{.call_time = "odd"}, {.call_time = "2024-01-01 11:50:00"}})}},
       .expected = {{kUnknownTime, 0}},
       .absent = {kOffset}},
  };
}

std::vector<RuleCase> AgeCases() {
  const std::string none = DocumentOf({});
  const std::string old = DocumentOf({Ringing("2024-01-01 11:57:00")});
  const std::string timeless = DocumentOf({Ringing("")});
  const std::string cut = DocumentOf({}, "1");
  const auto oldest = [](const std::string& name, std::vector<CasePoll> polls,
                         double age) -> RuleCase {
    return {.name = name,
            .polls = polls,
            .expected = {{OldestSeconds(), age}, {RingingCallers(), 1}}};
  };
  CaseRow moved = Ringing("2024-01-01 11:57:00");
  moved.extension = "102";
  CaseRow anonymous = Ringing("odd 1", "");
  CaseRow another = Ringing("odd 2", "");
  return {
      oldest("legs of the first poll are as old as their call_time",
             {{old}, {old, 10}}, 190),
      oldest("age = now - call_time, but at most now - P",
             {{none}, {old, 10}, {old, 25}}, 25),
      oldest("now - call_time where it is less than now - P",
             {{none}, {DocumentOf({Ringing("2024-01-01 12:00:05")}), 10}}, 5),
      oldest("without a usable call_time now - P",
             {{none}, {timeless, 10}, {timeless, 20}}, 20),
      oldest("of the first poll without a call_time: since first seen",
             {{timeless}, {timeless, 10}, {timeless, 20}}, 20),
      oldest("P is the last poll without the leg, also after it was there",
             {{old}, {none, 10}, {old, 20}, {old, 30}}, 20),
      oldest("P is a complete poll", {{timeless}, {cut, 10}, {timeless, 20}},
             20),
      oldest("an incomplete poll before it bounds nothing", {{cut}, {old, 10}},
             190),
      oldest("P is a successful poll", {{old}, {"{}", 10}, {old, 20}}, 200),
      oldest("the same leg: by extension", {{old}, {DocumentOf({moved}), 10}},
             10),
      oldest("the same leg: by call_id",
             {{old}, {DocumentOf({Ringing("2024-01-01 11:57:00", "d")}), 10}},
             10),
      oldest("the same leg: not by its state",
             {{none},
              {DocumentOf({{.call_state = "odd",
                            .direction = "inbound",
                            .call_id = "c"}}),
               10},
              {timeless, 20}},
             20),
      oldest("without a call_id the same leg by call_time",
             {{DocumentOf({anonymous})},
              {DocumentOf({anonymous}), 10},
              {DocumentOf({anonymous}), 20}},
             20),
      oldest("turned into an age when first seen, only the steady clock counts",
             {{old}, {old, 10, 3600}}, 190),
      oldest("a call_time that is first seen later is an age by that clock",
             {{timeless}, {old, 10, 60}}, 250),
      oldest("another call_time is another leg",
             {{DocumentOf({anonymous})},
              {DocumentOf({anonymous}), 10},
              {DocumentOf({another}), 13}},
             3),
  };
}

std::vector<RuleCase> StaleCases() {
  const CaseRow ringing = Ringing("2024-01-01 11:55:00");
  CaseRow oncall = Ringing("2024-01-01 08:00:00", "d");
  oncall.call_state = "ONCALL";
  oncall.extension = "102";
  CaseRow unknown = Ringing("2024-01-01 08:00:00", "e");
  unknown.call_state = "DOWN";
  unknown.extension = "103";
  const std::string document = DocumentOf({ringing, oncall, unknown});
  return {
      {.name = "a leg as old as its limit is not stale",
       .polls = {{document}},
       .expected = {{StaleLegs("ringing"), 0},
                    {StaleLegs("oncall"), 0},
                    {RingingCallers(), 1},
                    {OldestSeconds(), 300}}},
      {.name = "an older one is, counts on in calls, legs and extensions, and "
               "is no backlog",
       .polls = {{document}, {document, 1}},
       .expected = {{StaleLegs("ringing"), 1},
                    {StaleLegs("oncall"), 1},
                    {ActiveCalls("inbound", "ringing"), 1},
                    {ActiveCalls("inbound", "oncall"), 1},
                    {ActiveCalls("inbound", "unknown"), 1},
                    {ActiveLegs("inbound", "ringing"), 1},
                    {ActiveLegs("inbound", "oncall"), 1},
                    {ActiveLegs("inbound", "unknown"), 1},
                    {Extensions("ringing"), 1},
                    {Extensions("oncall"), 1},
                    {Extensions("unknown"), 1},
                    {RingingCallers(), 0},
                    {OldestSeconds(), 0}}},
  };
}

}  // namespace

std::vector<RuleCase> TimeCases() {
  std::vector<RuleCase> all;
  for (const auto& part :
       {FormatCases(), UsableCases(), AgeCases(), StaleCases()}) {
    all.insert(all.end(), part.begin(), part.end());
  }
  return all;
}

}  // namespace pitel::differential
