#include "rule_cases.h"

namespace pitel::differential {
namespace {

const char kTime[] = "2024-01-01 11:59:30";

struct CallerLeg {
  std::string extension;
  std::string call_id;
  std::string cid_num = "";
  std::string b_cid_num = "";
  std::string call_time = kTime;
};

CaseRow Ringing(const CallerLeg& leg) {
  return {.extension = leg.extension,
          .call_state = "RINGING",
          .direction = "inbound",
          .call_id = leg.call_id,
          .call_time = leg.call_time,
          .cid_num = leg.cid_num,
          .b_cid_num = leg.b_cid_num};
}

CaseRow Oncall(const CallerLeg& leg) {
  CaseRow row = Ringing(leg);
  row.call_state = "ONCALL";
  return row;
}

RuleCase Waiting(const std::string& name, const std::vector<CaseRow>& rows,
                 double callers, CallerKey key = CallerKey::kPair) {
  CallRules rules;
  rules.caller_key = key;
  return {.name = name,
          .polls = {{DocumentOf(rows)}},
          .expected = {{RingingCallers(), callers}},
          .rules = rules};
}

std::vector<CaseRow> RingGroup(bool one_call_id, bool numbers) {
  std::vector<CaseRow> rows;
  for (int phone = 1; phone <= 5; ++phone) {
    const std::string id = "c" + std::to_string(one_call_id ? 0 : phone);
    rows.push_back(Ringing({.extension = "10" + std::to_string(phone),
                            .call_id = id,
                            .cid_num = numbers ? "0900000001" : "",
                            .b_cid_num = numbers ? "19001000" : ""}));
  }
  return rows;
}

std::vector<RuleCase> RingGroupCases() {
  const auto group = [](const std::string& name, const auto& rows, double calls,
                        double callers) -> RuleCase {
    return {.name = name,
            .polls = {{DocumentOf(rows)}},
            .expected = {{ActiveCalls("inbound", "ringing"), calls},
                         {ActiveLegs("inbound", "ringing"), 5},
                         {RingingCallers(), callers},
                         {OldestSeconds(), 30}}};
  };
  return {
      group("five phones that ring for one caller, one call_id",
            RingGroup(true, true), 1, 1),
      group("five phones that ring for one caller, a call_id per phone",
            RingGroup(false, true), 5, 1),
      group("an anonymous caller with one call_id", RingGroup(true, false), 1,
            1),
      group("an anonymous caller with a call_id per phone counts per phone",
            RingGroup(false, false), 5, 5),
  };
}

std::vector<RuleCase> WhoCases() {
  CaseRow outbound = Ringing({"101", "c"});
  outbound.direction = "outbound";
  CaseRow local = Ringing({"102", "d"});
  local.direction = "local";
  CaseRow odd = Ringing({"103", "e"});
  odd.direction = "odd";
  return {
      Waiting("inbound legs only", {outbound, local, odd}, 0),
      Waiting("ringing legs only", {Oncall({"101", "c"})}, 0),
      Waiting("stale legs are no backlog",
              {Ringing({.extension = "101",
                        .call_id = "c",
                        .call_time = "2024-01-01 11:54:59"})},
              0),
      {.name = "the age is that of the oldest leg of the oldest caller",
       .polls = {{DocumentOf({Ringing({.extension = "101",
                                       .call_id = "c",
                                       .call_time = "2024-01-01 11:59:40"}),
                              Ringing({.extension = "102",
                                       .call_id = "c",
                                       .call_time = "2024-01-01 11:58:00"}),
                              Ringing({.extension = "103",
                                       .call_id = "d",
                                       .call_time = "2024-01-01 11:59:00"})})}},
       .expected = {{RingingCallers(), 2}, {OldestSeconds(), 120}}},
  };
}

RuleCase SameNumber(const std::string& a, const std::string& b, bool same) {
  return Waiting(
      "numbers '" + a + "' and '" + b + "'",
      {Ringing({"101", "c", a, "1900"}), Ringing({"102", "d", b, "1900"})},
      same ? 1 : 2);
}

std::vector<RuleCase> NumberCases() {
  return {
      SameNumber("0900000001", "0900000001", true),
      SameNumber("0900000001", "0900000002", false),
      SameNumber("(090) 000-00.01", "0900000001", true),
      SameNumber("+84900000001", "0900000001", true),
      SameNumber("0084900000001", "0900000001", true),
      SameNumber("84900000001", "0900000001", true),
      SameNumber("008490", "090", true),
      SameNumber("8490000001", "090000001", false),  // 10 digits
      SameNumber("84900000001x", "0900000001", true),
      SameNumber("900000001", "0900000001", true),
      SameNumber("200000001", "0200000001", false),
      SameNumber("+84 (0) 900 000 001", "0900000001", true),
      SameNumber("sip:0900000001@example.com", "0900000001", true),
      SameNumber("sip:0900000001@192.0.2.1:5060",
                 "SIP:0900000001@192.0.2.2:5080", true),
      SameNumber("tel:+84900000001;phone-context=+84", "0900000001", true),
      SameNumber("0900000001@pbx1.example.com", "0900000001", true),
      SameNumber("sip:0900000001@example.com;x=\\n7", "0900000001", true),
      SameNumber("A\\nB <tel:+84900000001>\\r7", "0900000001", true),
      SameNumber("8419001234", "19001234", true),
      SameNumber("8401234567", "01234567", true),
      SameNumber("8412345", "12345", false),
      SameNumber("00840084900", "0900", false),  // once only
      SameNumber("848490000000", "0090000000", false),
      Waiting("a number of the own extension counts as empty",
              {Ringing({"101", "c", "1-01", "0900000001"}),
               Ringing({"102", "d", "102", "0900000001"})},
              1),
      Waiting("whatever the prefix rules would make of it",
              {Ringing({"84900000001", "c", "84900000001", "0900000009"}),
               Ringing({"102", "d", "0900000001", "0900000009"})},
              2),
      Waiting("the number of another extension counts",
              {Ringing({"101", "c", "102", "0900000001"}),
               Ringing({"102", "d", "102", "0900000001"})},
              2),
      Waiting("the pair has an order",
              {Ringing({"101", "c", "0900000001", "1900"}),
               Ringing({"102", "d", "1900", "0900000001"})},
              2),
  };
}

// Extension 102 is a colleague of the others.
std::vector<RuleCase> ColleagueCases() {
  const CaseRow colleague{.extension = "102"};
  CaseRow of_other_tenant = colleague;
  of_other_tenant.tenant = "t2";
  const CaseRow with_uuid{.extension = "1-02", .extension_uuid = "e"};
  const CaseRow subscriber{.extension = "84900000001"};
  const CaseRow as_subscriber{.extension = "0900000001"};
  const auto calls = [](const char* cid_num, const char* b_cid_num) {
    return Ringing({"101", "c", cid_num, b_cid_num});
  };
  return {
      Waiting("a colleague's call", {calls("102", ""), colleague}, 0),
      Waiting("the other number of a colleague", {colleague, calls("", "102")},
              0),
      Waiting("with the own extension as the other number",
              {calls("102", "101"), colleague}, 0),
      Waiting("a colleague in a URI",
              {calls("sip:102@192.0.2.1:5060", "anonymous"), colleague}, 0),
      Waiting("a colleague who has a uuid", {calls("102", ""), with_uuid}, 0),
      Waiting("a colleague, and a caller in the same call",
              {calls("102", ""), colleague,
               Ringing({"103", "c", "0900000001", "1900"})},
              1),
      Waiting("a colleague, and a caller in another call",
              {calls("102", ""), colleague,
               Ringing({"103", "d", "0900000001", "1900"})},
              1),
      Waiting("two numbers are no colleague's call",
              {calls("102", "0900000001"), colleague}, 1),
      Waiting("an extension of another tenant is no colleague",
              {calls("102", ""), of_other_tenant}, 1),
      Waiting("an extension without a row is no colleague", {calls("102", "")},
              1),
      Waiting("digits equal as they are written",
              {calls("84900000001", ""), subscriber}, 0),
      Waiting("not as a caller's number",
              {calls("84900000001", ""), as_subscriber}, 1),
      Waiting("whatever the caller key", {calls("102", ""), colleague}, 0,
              CallerKey::kCallId),
  };
}

std::vector<RuleCase> JoinCases() {
  CaseRow elsewhere = Ringing({"101", "c", "1", "2"});
  elsewhere.tenant = "t2";
  const auto one = [](const char* extension, const char* call_id,
                      const char* time, const char* cid_num = "0900000001") {
    return Ringing({extension, call_id, cid_num, "", time});
  };
  return {
      {.name = "of one tenant",
       .polls = {{DocumentOf({Ringing({"101", "c", "1", "2"}), elsewhere})}},
       .expected = {{RingingCallers("t"), 1}, {RingingCallers("t2"), 1}}},
      Waiting(
          "belonging together is transitive over call_id and key",
          {Ringing({"101", "c", "1", "2"}), Ringing({"103", "e", "3", "4"}),
           Ringing({"104", "e", "1", "2"}), Ringing({"102", "c", "5", "6"})},
          1),
      Waiting("one number and call_times 5 s apart",
              {one("101", "c", "2024-01-01 11:59:30"),
               one("102", "d", "2024-01-01 11:59:35")},
              1),
      Waiting("one number and call_times 6 s apart",
              {one("101", "c", "2024-01-01 11:59:30"),
               one("102", "d", "2024-01-01 11:59:36")},
              2),
      Waiting("in steps of 5 s",
              {one("101", "c", "2024-01-01 11:59:30"),
               one("102", "d", "2024-01-01 11:59:40"),
               one("103", "e", "2024-01-01 11:59:35")},
              1),
      Waiting("one number, a call_time a little ahead",
              {one("101", "c", "2024-01-01 11:59:59"),
               one("102", "d", "2024-01-01 12:00:01")},
              1),
      Waiting("one number, a call_time not usable",
              {one("101", "c", "2024-01-01 12:01:00"),
               one("102", "d", "2024-01-01 12:01:01")},
              2),
      Waiting(
          "withheld callers 20 s apart",
          {Ringing({"101", "c", "anonymous", "1900", "2024-01-01 11:59:30"}),
           Ringing({"102", "d", "Unknown", "1900", "2024-01-01 11:59:50"}),
           Ringing({"103", "e", "0000000000", "1900", "2024-01-01 11:59:10"})},
          3),
      Waiting("one number without a call_time",
              {one("101", "c", ""), one("102", "d", "")}, 2),
      Waiting("one number on different sides",
              {Ringing({"101", "c", "0900000001", ""}),
               Ringing({"102", "d", "", "0900000001"})},
              2),
      Waiting("one number against a pair with it",
              {Ringing({"101", "c", "0900000001", ""}),
               Ringing({"102", "d", "0900000001", "1900"})},
              2),
      Waiting(
          "no number at all: only the call_id joins",
          {Ringing({"101", "c"}), Ringing({"102", "c"}), Ringing({"103", "d"}),
           Ringing({"104", ""}), Ringing({"105", ""})},
          4),
      Waiting("rows of one phone without a call_id are callers of their own",
              {Ringing({"101", ""}), Ringing({"101", ""})}, 2),
  };
}

std::vector<RuleCase> ServedCases() {
  CaseRow outbound = Oncall({"109", "c", "0900000001", "1900"});
  outbound.direction = "outbound";
  CaseRow elsewhere = Oncall({"109", "c", "0900000001", "1900"});
  elsewhere.tenant = "t2";
  const CaseRow stale = Oncall({.extension = "109",
                                .call_id = "c",
                                .cid_num = "0900000001",
                                .b_cid_num = "1900",
                                .call_time = "2024-01-01 07:59:59"});
  const CaseRow waiting = Ringing({"101", "c", "0900000001", "1900"});
  return {
      Waiting("served already: by call_id",
              {waiting, Oncall({"109", "c", "1", "2"})}, 0),
      Waiting("served already: by complete key",
              {waiting, Oncall({"109", "d", "+84900000001", "1900"})}, 0),
      Waiting("served already: by any of its legs",
              {waiting, Ringing({"102", "e", "0900000001", "1900"}),
               Ringing({"103", "e", "0900000003", "1900"}),
               Oncall({"109", "f", "0900000003", "1900"})},
              0),
      Waiting("not by one number",
              {Ringing({"101", "c", "0900000001", ""}),
               Oncall({"109", "d", "0900000001", ""})},
              1),
      Waiting("not by an outbound leg", {waiting, outbound}, 1),
      Waiting("not by a leg of another tenant", {waiting, elsewhere}, 1),
      Waiting("not by a stale leg", {waiting, stale}, 1),
      Waiting("no call_id is no call_id",
              {Ringing({"101", ""}), Oncall({"109", ""})}, 1),
      Waiting("no call_id is no call_id, on one phone either",
              {Ringing({"101", ""}), Oncall({"101", ""})}, 1),
  };
}

std::vector<RuleCase> KeyCases() {
  const std::vector<CaseRow> legs = {
      Ringing({"101", "c", "0900000001", "1900"}),
      Ringing({"102", "d", "0900000001", "1901"}),
      Ringing({"103", "e", "0900000003", "1901"})};
  const std::vector<CaseRow> empty = {Ringing({"101", "c", "", "1900"}),
                                      Ringing({"102", "d", "", "1900"})};
  const std::vector<CaseRow> served = {
      Ringing({"101", "c", "0900000001", "1900"}),
      Oncall({"109", "d", "0900000001", "1901"})};
  return {
      Waiting("caller_key: pair", legs, 3),
      Waiting("caller_key: cid_num", legs, 2, CallerKey::kCidNum),
      Waiting("caller_key: b_cid_num", legs, 2, CallerKey::kBCidNum),
      Waiting("caller_key: call_id uses no keys", RingGroup(false, true), 5,
              CallerKey::kCallId),
      Waiting("caller_key: cid_num that is empty joins nothing", empty, 2,
              CallerKey::kCidNum),
      Waiting("caller_key: b_cid_num is complete alone", empty, 1,
              CallerKey::kBCidNum),
      Waiting("caller_key: cid_num hides who is served", served, 0,
              CallerKey::kCidNum),
      Waiting("caller_key: b_cid_num does not hide it", served, 1,
              CallerKey::kBCidNum),
      Waiting("caller_key: call_id hides by call_id only",
              {Ringing({"101", "c", "1", "2"}), Oncall({"109", "d", "1", "2"}),
               Ringing({"102", "d"})},
              1, CallerKey::kCallId),
  };
}

}  // namespace

std::vector<RuleCase> CallerCases() {
  std::vector<RuleCase> all;
  for (const auto& part :
       {RingGroupCases(), WhoCases(), NumberCases(), ColleagueCases(),
        JoinCases(), ServedCases(), KeyCases()}) {
    all.insert(all.end(), part.begin(), part.end());
  }
  return all;
}

}  // namespace pitel::differential
