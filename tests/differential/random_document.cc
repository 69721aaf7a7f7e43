#include "random_document.h"

#include <cstdio>

#include "support/tenant_patterns.h"

namespace pitel::differential {
namespace {

using std::chrono::milliseconds;
using std::chrono::nanoseconds;
using std::chrono::seconds;

// JSON that may stand where a text should, and breaks nothing.
const std::vector<std::string> kOddValues = {
    "null",
    "true",
    "false",
    "0",
    "107",
    "-1",
    "1.50",
    "1e3",
    "0.1E-400",
    "12345678901234567890123",
    std::string(300, '7'),
    "[]",
    "{}",
    "[\"RINGING\"]",
    R"({"call_id": "c1", "call_state": "RINGING"})",
    R"({"data": [{"call_id": "c2"}], "total": 3})",
    R"("")",
    R"(" \t ")",
    R"("\u0041")",
    R"("\ud83d\ude00")",
    R"("\udc00")",
    R"("a\u0000b\u0085")",
    R"("\u000bRINGING\f")",
    "\"\xC3(\xE2\x82\xF0\x9F\x98\xED\xA0\x80\"",
    "\"" + std::string(127, 'x') + "\xC3\xA0z\"",
    "\"" + std::string(126, 'x') + "\xF0\x9F\x98\"",
    "\"" + std::string(3000, 'y') + "\"",
};

// Rows that are none.
const std::vector<std::string> kNoRows = {
    "null", "7", "\"row\"", "[]", "true", R"([{"call_id": "c1"}])"};

// Parts that make a document no JSON, or too much of it.
const std::vector<std::string> kFatalValues = {R"("\ud800")",
                                               R"("\ud83dx")",
                                               R"("\ud800\u0041")",
                                               R"("\ud800\ud800")",
                                               "\"a\nb\"",
                                               "\"\x01\"",
                                               R"("\x")",
                                               R"("\u00g0")",
                                               "01",
                                               "1.",
                                               "-",
                                               "+1",
                                               "NaN",
                                               "tru",
                                               "'a'",
                                               "",
                                               "1e309",
                                               std::string(400, '9'),
                                               std::string("\"a\0b\"", 5)};

const std::vector<std::string> kTotals = {"-1",
                                          R"("x")",
                                          R"("7")",
                                          R"(" 7 ")",
                                          "9.0",
                                          R"("9.00")",
                                          "\"9.\"",
                                          "1.5",
                                          "null",
                                          "true",
                                          "[]",
                                          "{}",
                                          "0",
                                          R"("")",
                                          "1e2",
                                          "1000000",
                                          "\"007\"",
                                          "18446744073709551615",
                                          "18446744073709551616",
                                          "99999999999999999999999"};

// Totals beside `"data": null`; some make it an empty list, others an error.
const std::vector<std::string> kNoTotals = {"0",   "0",  R"("0")", "0.0",
                                            "0.5", "-0", "null",   "1"};

// Values of `error`, `errors`, `code` and `status`; some report a failure,
// others do not.
const std::vector<std::string> kFailureValues = {
    R"("")",   R"(" ")",    R"("null")", R"(" False ")",   "false",
    "null",    "0",         "0.0",       R"("0")",         "[]",
    "{}",      "[[]]",      "[0]",       R"({"a": null})", "true",
    R"("no")", R"("Fail")", R"("ok")",   R"(" FAILED ")",  R"("error")",
    "200",     "399",       "400",       "400.0",          "503",
    "400.5",   "3.999e2",   "1e3",       R"("404")",       "-0",
    "1e20",    "-400",      "0.5",       R"("-0")",        "0e1"};

const std::string kByteOrderMark = "\xEF\xBB\xBF";

CallRules RandomRules(Dice& dice) {
  CallRules rules;
  rules.stale_ringing_after = seconds(dice.Pick({15, 30, 60, 300}));
  rules.stale_oncall_after = seconds(dice.Pick({20, 60, 600, 14400}));
  rules.caller_key =
      dice.Pick({CallerKey::kPair, CallerKey::kPair, CallerKey::kPair,
                 CallerKey::kCidNum, CallerKey::kBCidNum, CallerKey::kCallId});
  if (dice.Chance(30)) rules.empty_state = CallState::kRinging;
  // Never met to the nanosecond: no rule says what holds then.
  rules.series_ttl = seconds(dice.Pick({20, 45, 120, 86400})) + nanoseconds(1);
  if (dice.Chance(60)) {
    rules.limits.tenants = 1 + dice.Below(5);
    rules.limits.servers = 1 + dice.Below(4);
    rules.limits.tenant_server_pairs = 1 + dice.Below(10);
  }
  rules.timezone = *TimeZone::Parse(dice.Pick<std::string>(
      {"+07:00", "+07:00", "+00:00", "-03:30", "+14:00", "-11:00"}));
  if (dice.Chance(30)) rules.call_time_zone = ZoneChoice::kConfigured;
  if (dice.Chance(15)) {
    rules.tenants.include = ParseTenantPatterns({"[ab][.]test", "unknown"});
  }
  if (dice.Chance(15)) {
    rules.tenants.exclude = ParseTenantPatterns({"b.*", "A[.]test", "test"});
  }
  return rules;
}

seconds Offset(const std::string& zone) {
  const auto offset = std::chrono::hours(std::stoi(zone.substr(1, 2))) +
                      std::chrono::minutes(std::stoi(zone.substr(4, 2)));
  return zone[0] == '-' ? -offset : offset;
}

std::string Repeated(const std::string& text, std::size_t times) {
  std::string all;
  while (times-- > 0) all += text;
  return all;
}

}  // namespace

RandomPolls::RandomPolls(std::uint64_t seed)
    : dice_(seed),
      kind_(dice_.Pick(
          {Kind::kClean, Kind::kClockJumps, Kind::kOddValues, Kind::kBroken})),
      rules_(RandomRules(dice_)),
      now_{SteadyTime(std::chrono::hours(1000)),
           WallTime(std::chrono::sys_days(std::chrono::year(2024) /
                                          std::chrono::May / 6)) +
               seconds(dice_.Below(86400))},
      world_(dice_, Offset(rules_.timezone.Text())) {}

RandomPoll RandomPolls::Next() {
  PassTime();
  world_.Advance(now_.wall);
  std::string document = Document();
  if (kind_ == Kind::kBroken && dice_.Chance(10)) {
    document = Broken(std::move(document));
  }
  return {std::move(document), now_};
}

void RandomPolls::PassTime() {
  nanoseconds step = seconds(1 + dice_.Below(10));
  if (dice_.Chance(30)) step += milliseconds(dice_.Below(1000));
  if (dice_.Chance(8)) step = seconds(dice_.Below(400) + 1);
  now_.steady += step;
  now_.wall += step;
  if (kind_ == Kind::kClockJumps && dice_.Chance(10)) {
    now_.wall += seconds(dice_.Pick({5, 90, 3600, -5, -30, -90, -3600}));
  }
}

// A text as a JSON string, some of its ASCII as escapes.
std::string RandomPolls::Text(const std::string& text) {
  std::string json = "\"";
  const bool escape = dice_.Chance(3);
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      json += '\\';
      json += c;
    } else if ((c >= 0 && c < ' ') || (c > 0 && escape && dice_.Chance(30))) {
      char code[16];
      std::snprintf(code, sizeof code, dice_.Chance(50) ? "\\u%04x" : "\\u%04X",
                    unsigned(c));
      json += code;
    } else {
      json += c;
    }
  }
  return json + '"';
}

std::string RandomPolls::Value(const std::string& text) {
  if (!odd_values() || !dice_.Chance(3)) return Text(text);
  return dice_.Pick(kOddValues);
}

std::string RandomPolls::Row(const Fields& fields) {
  std::string row;
  const auto space = [&] {
    if (dice_.Chance(3)) row += dice_.Pick<std::string>({" ", "\r\n", "\t"});
  };
  const auto add = [&](const std::string& key, const std::string& value) {
    if (!row.empty()) row += ',';
    space();
    row += Text(key);
    space();
    row += ':';
    space();
    row += value;
  };
  for (const auto& [key, text] : fields) {
    if (odd_values() && dice_.Chance(2)) continue;
    if (odd_values() && dice_.Chance(2)) {
      add(key, dice_.Pick(kOddValues));
    }
    add(key, Value(text));
    if (dice_.Chance(2)) add("other_" + key, Text(text));
  }
  return "{" + row + "}";
}

std::vector<std::string> RandomPolls::Members() {
  std::string data;
  std::size_t rows = 0;
  const auto add = [&](const std::string& row) {
    data += (rows++ > 0 ? ",\n" : "") + row;
  };
  for (const Fields& fields : world_.Rows()) {
    if (odd_values() && dice_.Chance(1)) add(dice_.Pick(kNoRows));
    add(Row(fields));
  }
  std::string total = std::to_string(rows);
  if (dice_.Chance(8)) total = std::to_string(rows + 1 + dice_.Below(3));
  if (dice_.Chance(3)) total = std::to_string(rows / 2);
  if (dice_.Chance(3)) total = dice_.Pick(kTotals);

  std::vector<std::string> members = {"\"data\": [" + data + "]",
                                      "\"total\": " + total};
  if (dice_.Chance(3)) {
    members = {"\"data\": null", "\"total\": " + dice_.Pick(kNoTotals)};
  }
  if (dice_.Chance(5)) members.pop_back();
  if (odd_values()) AddOddMembers(data, members);
  return members;
}

// Adds members before or after the real ones, so that the last one is not
// always valid.
void RandomPolls::AddOddMembers(const std::string& data,
                                std::vector<std::string>& members) {
  const auto insert = [&](const std::string& member, bool anywhere) {
    members.insert(
        members.begin() +
            std::ptrdiff_t(anywhere ? dice_.Below(members.size()) : 0),
        member);
  };
  if (dice_.Chance(3)) insert("\"data\": [" + data + ",{}, 7]", false);
  if (dice_.Chance(3)) insert("\"data\": " + dice_.Pick(kOddValues), false);
  if (dice_.Chance(3)) insert("\"total\": " + dice_.Pick(kTotals), true);
  while (dice_.Chance(10)) {
    insert("\"" +
               dice_.Pick<std::string>({"error", "errors", "code", "status"}) +
               "\": " +
               (dice_.Chance(30) ? dice_.Pick(kOddValues)
                                 : dice_.Pick(kFailureValues)),
           true);
  }
}

std::string RandomPolls::Document() {
  std::vector<std::string> members = Members();
  if (dice_.Chance(10)) std::swap(members.front(), members.back());
  std::string document = "{";
  for (const auto& member : members) {
    document += (document.size() > 1 ? ", " : "") + member;
  }
  return (dice_.Chance(5) ? kByteOrderMark : "") + document + "}";
}

// A document with one fault, which makes most of them invalid.
std::string RandomPolls::Broken(std::string document) {
  const auto position = [&] {
    return std::ptrdiff_t(dice_.Below(document.size()));
  };
  const std::size_t depth = dice_.Pick<std::size_t>({30, 31, 32, 33, 34, 2000});
  switch (dice_.Below(14)) {
    case 0:
      return document.substr(0, dice_.Below(document.size()));
    case 1:
      return document + dice_.Pick<std::string>({"x", "{}", "]", "\xFF"});
    case 2:
      return document + std::string(1, '\0') +
             dice_.Pick<std::string>({"", "{}", " "});
    case 3:
      document.insert(document.begin() + position(), '\0');
      return document;
    case 4:
      document[std::size_t(position())] = char(dice_.Below(256));
      return document;
    case 5:
      document.erase(document.begin() + position());
      return document;
    case 6:
      return dice_.Pick<std::string>(
          {"", " ", "null", "[]", "7", "\"data\"", "{}", R"({"total": 0})",
           "<html></html>", "[{\"data\": []}]", kByteOrderMark,
           kByteOrderMark + kByteOrderMark + "{\"data\": []}",
           "\xEF\xBB{\"data\": []}", " " + kByteOrderMark + "{\"data\": []}"});
    case 7:
      return R"({"data": )" + dice_.Pick(kOddValues) + ", \"total\": 1}";
    case 8:
      return document.substr(0, document.size() - 1) +
             ", \"data\": " + dice_.Pick(kOddValues) + "}";
    case 9:
      return document.substr(0, document.size() - 1) +
             ", \"x\": " + Repeated("[", depth - 1) + Repeated("]", depth - 1) +
             "}";
    case 10:
      return R"({"data": [{"call_id": )" + Repeated(R"({"a": )", depth - 3) +
             "1" + Repeated("}", depth - 3) + "}]}";
    case 11:
      return R"({"data": [{"call_id": )" + dice_.Pick(kFatalValues) + "}]}";
    case 12:
      return document.substr(0, document.size() - 1) +
             ", \"x\": " + dice_.Pick(kFatalValues) + "}";
    default:
      return dice_.Pick<std::string>({" \r\n\t", "", "\v"}) + document +
             dice_.Pick<std::string>({" \r\n\t", "\f", "\n"});
  }
}

}  // namespace pitel::differential
