#include "rule_cases.h"
#include "support/tenant_patterns.h"

namespace pitel::differential {
namespace {

// From the vendor's documentation.
const char kVendorSample[] = R"({"data": [{"agent_name": "thanhhoang",
  "b_cid_num": "0914237383",
  "call_id": "df3bd13a-0cb4-455a-ac70-92ed00e13dd7", "call_state": "ONCALL",
  "call_time": "2023-04-10 17:02:51", "cid_num": "0914237383",
  "destination": "24052364", "direction": "outbound",
  "domain_name": "tp.tel4vn.com",
  "domain_uuid": "32f0b0ea-8489-4217-acc7-caeaf58b8bbe", "extension": "107",
  "extension_uuid": "290619f4-c6db-40b2-8bb5-38f0ae5c3185", "last_name": "",
  "middle_name": "", "first_name": "Hoàng Thị Thanh",
  "network_ip": "113.22.113.102", "server_host": "203.205.6.79",
  "user_agent": "Pitel/3.20.5", "user_uuid": "", "username": "thanhhoang"}],
  "total": 1})";

const std::string kRows = "pitel_api_rows";
const std::string kReported = "pitel_api_reported_rows";
const std::string kRejected =
    "pitel_api_rejected_rows_total{reason=\"not_an_object\"}";

std::string IdleOf(const std::string& tenant) {
  return SeriesText("pitel_extensions",
                    {{"tenant", tenant}, {"server", "s"}, {"state", "idle"}});
}

RuleCase Fails(const std::string& name, const std::string& document,
               const std::string& failure) {
  return {
      .name = name, .polls = {{document}}, .expected = {}, .failure = failure};
}

// An idle row whose tenant is given as JSON.
RuleCase Tenant(const std::string& name, const std::string& json,
                const std::string& label) {
  return {.name = name,
          .polls = {{DocumentOfText(R"({"server_host": "s", "domain_name": )" +
                                    json + "}")}},
          .expected = {{IdleOf(label), 1}}};
}

RuleCase Total(const std::string& name, const std::string& total,
               SeriesValues expected) {
  RuleCase total_case{.name = name,
                      .polls = {{DocumentOf({{}}, total)}},
                      .expected = std::move(expected)};
  if (!total_case.expected.contains(kReported)) {
    total_case.absent = {kReported};
  }
  return total_case;
}

std::string Nested(int depth) {
  return R"({"data": [], "x": )" + std::string(depth - 1, '[') +
         std::string(depth - 1, ']') + "}";
}

std::vector<RuleCase> SampleCases() {
  const auto series = [](const char* family, const char* state) {
    return SeriesText(family, {{"tenant", "tp.tel4vn.com"},
                               {"server", "203.205.6.79"},
                               {"state", state}});
  };
  const auto call = [](const char* family) {
    return SeriesText(family, {{"tenant", "tp.tel4vn.com"},
                               {"server", "203.205.6.79"},
                               {"direction", "outbound"},
                               {"state", "oncall"}});
  };
  return {
      {.name = "the vendor's sample",
       .polls = {{kVendorSample}},
       .expected = {{call("pitel_active_calls"), 1},
                    {call("pitel_active_legs"), 1},
                    {series("pitel_extensions", "oncall"), 1},
                    {series("pitel_extensions", "idle"), 0},
                    {series("pitel_stale_legs", "oncall"), 1},
                    {Devices("Pitel"), 1},
                    {Devices("other"), 0},
                    {RingingCallers("tp.tel4vn.com"), 0},
                    {OldestSeconds("tp.tel4vn.com"), 0},
                    {kRows, 1},
                    {kReported, 1},
                    {kRejected, 0},
                    {"pitel_api_unknown_values_total{field=\"call_time\"}", 0},
                    {"pitel_overflowed_label_values{label=\"tenant\"}", 0},
                    // 266 days less 5 h 2 min 51 s.
                    {"pitel_call_time_offset_seconds", -22964229}}}};
}

std::vector<RuleCase> JsonCases() {
  return {
      Fails("a response without data", R"({"total": 0})", "schema"),
      Fails("data null without a total", R"({"data": null})", "schema"),
      Fails("data null with a total", R"({"data": null, "total": 3})",
            "schema"),
      Fails("an error beside an empty list",
            R"({"status": "fail", "error": "x", "data": [], "total": 0})",
            "schema"),
      Fails("an error beside rows", R"({"data": [{}], "error": {"a": 1}})",
            "schema"),
      Fails("errors", R"({"errors": ["x"], "data": []})", "schema"),
      Fails("an error that is true", R"({"error": true, "data": []})",
            "schema"),
      Fails("a status of failure", R"({"data": [], "status": " Failed "})",
            "schema"),
      Fails("a status of error", R"({"data": [], "status": "ERROR"})",
            "schema"),
      Fails("a code of 400", R"({"data": [], "code": 400})", "schema"),
      Fails("a code of 400.5", R"({"data": [], "code": 400.5})", "schema"),
      Fails("a code with an exponent", R"({"data": [], "code": 4.04e2})",
            "schema"),
      Fails("a code beyond 64 bits",
            R"({"data": [], "code": 99999999999999999999})", "schema"),
      Fails("an error of 0.5", R"({"data": [], "error": 0.5})", "schema"),
      Fails("the last error counts",
            R"({"error": null, "data": [], "error": "x"})", "schema"),
      Fails("an error that is no JSON", R"({"error": "x", "data": [},})",
            "parse"),
      Fails("data an object", R"({"data": {}, "total": 0})", "schema"),
      Fails("the root an array", R"([{"data": []}])", "schema"),
      Fails("the root a string", R"("data")", "schema"),
      Fails("an error of the API", R"({"code": 404, "error": "x"})", "schema"),
      Fails("an empty body", "", "parse"),
      Fails("HTML", "<html></html>", "parse"),
      Fails("truncated", R"({"data": [{"domain_name": "t"}], "tot)", "parse"),
      Fails("trailing garbage", R"({"data": []} x)", "parse"),
      Fails("a second root", R"({"data": []} {})", "parse"),
      Fails("not JSON to its last byte: NUL",
            std::string(R"({"data": []})") + '\0', "parse"),
      Fails("a NUL and more behind the root",
            std::string(R"({"data": []})") + '\0' + "{}", "parse"),
      Fails("half a byte order mark", "\xEF\xBB{\"data\": []}", "parse"),
      Fails("UTF-16", std::string("{\0\"\0", 4), "parse"),
      Fails("a comma too many", R"({"data": [{},]})", "parse"),
      Fails("a comment", R"({"data": [] /* none */})", "parse"),
      Fails("NaN", R"({"data": [NaN]})", "parse"),
      Fails("a number with a leading zero", R"({"data": [01]})", "parse"),
      Fails("a raw control character", "{\"data\": [\"a\nb\"]}", "parse"),
      Fails("a raw control character in a key", "{\"da\tta\": []}", "parse"),
      Fails("a lone high surrogate", R"({"data": ["\ud83d"]})", "parse"),
      Fails("a high surrogate before another escape",
            R"({"data": ["\ud83d\u0041"]})", "parse"),
      Fails("a high surrogate before text", R"({"data": ["\ud83dx"]})",
            "parse"),
      Fails("an unknown escape", R"({"data": ["\x41"]})", "parse"),
      Fails("nesting deeper than 32", Nested(33), "parse"),
      {.name = "nesting of 32",
       .polls = {{Nested(32)}},
       .expected = {{kRows, 0}}},
      {.name = "brackets in strings are no nesting",
       .polls =
           {{R"({"data": [], "x": "\"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["})"}},
       .expected = {{kRows, 0}}},
      {.name = "white space around all",
       .polls = {{" \t\r\n{ \"data\" : [ ] , \"total\" : 0 } \t\r\n"}},
       .expected = {{kRows, 0}, {kReported, 0}}},
      {.name = "keys with escapes",
       .polls = {{R"({"d\u0061ta": [{}], "\u0074otal": 1})"}},
       .expected = {{kRows, 1}, {kReported, 1}}},
      {.name = "of two keys data the last counts",
       .polls = {{R"({"data": [{}, {}, 7], "data": [{}]})"}},
       .expected = {{kRows, 1}, {kRejected, 0}}},
      {.name = "of two keys data the last counts, whatever the first was",
       .polls = {{R"({"data": {"data": [7]}, "data": []})"}},
       .expected = {{kRows, 0}}},
      Fails("the last data is no array", R"({"data": [], "data": null})",
            "schema"),
      {.name = "data inside something else is not data",
       .polls = {{R"({"x": {"data": [{}, {}], "total": 9}, "data": []})"}},
       .expected = {{kRows, 0}},
       .absent = {kReported}},
  };
}

std::vector<RuleCase> TotalCases() {
  return {
      Total("total a number", "1", {{kReported, 1}}),
      Total("total as a string", R"("12")", {{kReported, 12}}),
      Total("total as a string with white space", R"(" 12 ")",
            {{kReported, 12}}),
      Total("total less than the rows", "0", {{kReported, 0}}),
      Total("total the largest of 64 bits", "18446744073709551615",
            {{kReported, 18446744073709551615.0}}),
      Total("total negative", "-1", {{kRows, 1}}),
      Total("total a fraction", "1.5", {{kRows, 1}}),
      Total("total a word", R"("one")", {{kRows, 1}}),
      Total("total empty", R"("")", {{kRows, 1}}),
      Total("total null", "null", {{kRows, 1}}),
      Total("total true", "true", {{kRows, 1}}),
      Total("total an array", "[1]", {{kRows, 1}}),
      Total("total an object", R"({"total": 1})", {{kRows, 1}}),
      Total("of two keys total the last counts", R"(5, "total": 7)",
            {{kReported, 7}}),
      Total("of two keys total the last counts, also when unusable",
            R"(5, "total": null)", {{kRows, 1}}),
      {.name = "total missing",
       .polls = {{R"({"data": [{}]})"}},
       .expected = {{kRows, 1}},
       .absent = {kReported}},
  };
}

std::vector<RuleCase> RowCases() {
  return {
      {.name = "a row that is not an object is rejected",
       .polls = {{R"({"data": [1, "x", null, true, [{}], {}], "total": 6})"}},
       .expected = {{kRows, 6},
                    {kRejected, 5},
                    {"pitel_extensions{tenant=\"unknown\",server=\"unknown\","
                     "state=\"idle\"}",
                     1}}},
      {.name = "strings are trimmed, states in any case",
       .polls = {{DocumentOfText(
           R"({"domain_name": " t\u000b", "server_host": "\f\r\n\ts",
               "call_state": " oNcALL ", "direction": "\tInBound "})")}},
       .expected = {{ActiveCalls("inbound", "oncall"), 1}}},
      {.name = "of a key that comes twice the last counts",
       .polls = {{DocumentOfText(
           R"({"domain_name": "x", "server_host": "s", "call_id": "c",
               "call_id": null, "domain_name": "t"})")}},
       .expected = {{Extensions("idle"), 1},
                    {ActiveLegs("inbound", "ringing"), 0}}},
      Tenant("a domain is lower-cased and loses a final dot",
             R"("T.Example.COM.")", "t.example.com"),
      Tenant("one final dot only", R"("t..")", "t."),
      Tenant("a dot alone is none", R"(".")", "unknown"),
      {.name = "data null is an empty list",
       .polls = {{R"({"total": "0", "data": null})"}},
       .expected = {{kRows, 0}, {kReported, 0}}},
      {.name = "data null with a total of 0.0",
       .polls = {{R"({"data": null, "total": 0.0})"}},
       .expected = {{kRows, 0}, {kReported, 0}}},
      {.name = "the last error counts, and is none",
       .polls = {{R"({"error": "x", "errors": [1], "code": 500,
                      "status": "fail", "data": [{}], "error": {},
                      "errors": 0, "code": 399, "status": null})"}},
       .expected = {{kRows, 1}}},
      {.name = "a code that is a string is not a failure",
       .polls = {{R"({"data": [{}], "code": "404"})"}},
       .expected = {{kRows, 1}}},
      {.name = "a code just below 400 is not a failure",
       .polls = {{R"({"data": [{}], "code": 3.999e2})"}},
       .expected = {{kRows, 1}}},
      {.name = "zero in any notation is not an error",
       .polls = {{R"({"data": [{}], "error": -0, "errors": 0.0})"},
                 {R"({"data": [{}], "error": 0e5, "errors": "-0.0"})"}},
       .expected = {{kRows, 1}}},
      {.name = "a byte order mark is skipped",
       .polls = {{"\xEF\xBB\xBF" + DocumentOf({{}})}},
       .expected = {{Extensions("idle"), 1}}},
      {.name = "no error",
       .polls = {{R"({"error": "", "errors": [], "code": 200, "status": "ok",
                      "data": [{"error": "x", "code": 500}]})"}},
       .expected = {{kRows, 1}}},
      {.name = "words that mean no id",
       .polls = {{R"({"data": [
           {"domain_name": "t", "server_host": "s", "call_id": 0},
           {"domain_name": "t", "server_host": "s", "call_id": "NULL"},
           {"domain_name": "t", "server_host": "s", "call_id": " none "},
           {"domain_name": "t", "server_host": "s", "call_id": false},
           {"domain_name": "t", "server_host": "s", "call_id": "-"},
           {"domain_name": "t", "server_host": "s", "call_id": "nil",
            "extension_uuid": "undefined"},
           {"domain_name": "t", "server_host": "s",
            "extension_uuid": "00000000-0000-0000-0000-000000000000",
            "call_id": "00000000-0000-0000-0000-000000000000"}]})"}},
       .expected = {{Extensions("idle"), 7},
                    {ActiveLegs("inbound", "ringing"), 0}}},
      Tenant("numbers count as their text", "12.50", "12.50"),
      Tenant("numbers of many digits", "-123456789012345678901234567890",
             "-123456789012345678901234567890"),
      Tenant("an exponent is text", "1E+20", "1e+20"),
      Tenant("booleans count as their text", "false", "false"),
      Tenant("null counts as empty", "null", "unknown"),
      Tenant("arrays count as empty", R"(["t"])", "unknown"),
      Tenant("objects count as empty", R"({"domain_name": "x"})", "unknown"),
      {.name = "tenant: domain_name, else domain_uuid, row by row",
       .polls = {{R"({"data": [
           {"domain_uuid": "u", "domain_name": "t", "server_host": "s"},
           {"domain_uuid": "u", "domain_name": " ", "server_host": "s"}]})"}},
       .expected = {{IdleOf("t"), 1}, {IdleOf("u"), 1}}},
  };
}

std::vector<RuleCase> LabelCases() {
  const std::string r = "\xEF\xBF\xBD";
  const std::string x127(127, 'x');
  return {
      Tenant("escapes", R"("\u0041\ud83d\ude00\/\"\\")", "a\U0001F600/\"\\"),
      Tenant("control characters become a space",
             R"("a\u0000b\nc\u007f\u0085d")", "a b c  d"),
      Tenant("control characters that are white space are trimmed first",
             R"("\n\u0000a\u0000\n")", " a "),
      Tenant("a lone low surrogate is ill-formed", R"("a\udc00b")",
             "a" + r + r + r + "b"),
      Tenant("U+FFFD once per maximal ill-formed part",
             "\"\xE1\x80\xE2\xF0\x91\x92\xF1\xBF\x41\xC0\xAF\"",
             r + r + r + r + "a" + r + r),
      Tenant("cut at 128 bytes", '"' + x127 + "yz\"", x127 + "y"),
      Tenant("cut on a code point", '"' + x127 + "\xC3\xA0\"", x127),
      Tenant("replaced before it is cut", '"' + x127 + "\xFFz\"", x127),
      {.name = "tenants are what their labels are",
       .polls = {{R"({"data": [{"domain_name": ")" + x127 +
                  R"(x1", "server_host": "s", "extension": "1"},
                     {"domain_name": ")" +
                  x127 + R"(x2", "server_host": "s", "extension": "1"}]})"}},
       .expected = {{IdleOf(x127 + "x"), 1}}},
  };
}

std::vector<RuleCase> TenantPatternCases() {
  CallRules shops;
  shops.limits.tenants = 1;
  shops.tenants = {ParseTenantPatterns({"shop[.].", "shop"}),
                   ParseTenantPatterns({".*a"})};
  CallRules all_but_one;
  all_but_one.tenants.exclude = ParseTenantPatterns({"shop.a"});
  const std::vector<CaseRow> rows = {
      {.call_state = "RINGING", .direction = "odd", .tenant = "shop.a"},
      {.tenant = "shop.b"},
      {.tenant = "other"},
      {.tenant = "shop.a.test"}};
  return {
      {.name = "tenants: exclude wins, full match",
       .polls = {{DocumentOf(rows)}},
       .expected = {{IdleOf("shop.b"), 1},
                    {kRows, 4},
                    {"pitel_api_unknown_values_total{field=\"direction\"}", 0},
                    {"pitel_overflowed_label_values{label=\"tenant\"}", 0}},
       .absent = {RingingCallers("shop.a")},
       .rules = shops},
      {.name = "tenants: an empty include lets all in",
       .polls = {{DocumentOf(rows)}},
       .expected = {{IdleOf("shop.b"), 1},
                    {IdleOf("other"), 1},
                    {IdleOf("shop.a.test"), 1}},
       .rules = all_but_one},
  };
}

}  // namespace

std::vector<RuleCase> DocumentCases() {
  std::vector<RuleCase> all;
  for (const auto& part : {SampleCases(), JsonCases(), TotalCases(), RowCases(),
                           LabelCases(), TenantPatternCases()}) {
    all.insert(all.end(), part.begin(), part.end());
  }
  return all;
}

}  // namespace pitel::differential
