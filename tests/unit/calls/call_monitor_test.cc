#include "calls/call_monitor.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "calls/call_gauges.h"

namespace pitel {
namespace {

using std::chrono::hours;
using std::chrono::seconds;
using testing::IsSupersetOf;
using testing::Not;

// 2023-11-14 22:13:20 UTC, 2023-11-15 05:13:20 in the zone of call_time.
constexpr WallTime kStart{seconds(1'700'000'000)};

// Series as `name{values}`, in the order of their labels.
using Series = std::map<std::string, double>;

Series SeriesOf(const CallSnapshot& snapshot) {
  Series series;
  for (const Family& family : CallGauges(snapshot)) {
    auto label = family.label_values.begin();
    for (const double value : family.values) {
      std::string name(family.header().name);
      for (std::size_t i = 0; i < family.header().label_names.size(); ++i) {
        name.append(i == 0 ? "{" : ",").append(*label++);
      }
      if (family.header().label_names.size() > 0) name += "}";
      EXPECT_TRUE(series.emplace(name, value).second) << name << " twice";
    }
  }
  return series;
}

class CallMonitorTest : public testing::Test {
 protected:
  Series Poll(const std::string& rows, int after = 0,
              const std::string& rest = "") {
    const std::string text = R"({"data": [)" + rows + "]" + rest + "}";
    TextSource body(text);
    auto response = monitor_.Read(rules_, body);
    EXPECT_TRUE(response.ok());
    CountedResponse counted = monitor_.Count(
        rules_, *std::move(response),
        {SteadyTime(seconds(5000 + after)), kStart + seconds(after)});
    const Series series = SeriesOf(counted.snapshot);
    monitor_.Commit(std::move(counted));
    return series;
  }

  CallRules rules_;
  CallMonitor monitor_;
};

TEST_F(CallMonitorTest, HasZeroForEveryPairItKnows) {
  const Series series = Poll(R"({"domain_name": "t", "server_host": "s"})");
  const Series expected = {
      {"pitel_active_calls{t,s,inbound,oncall}", 0},
      {"pitel_active_calls{t,s,inbound,ringing}", 0},
      {"pitel_active_calls{t,s,local,oncall}", 0},
      {"pitel_active_calls{t,s,local,ringing}", 0},
      {"pitel_active_calls{t,s,outbound,oncall}", 0},
      {"pitel_active_calls{t,s,outbound,ringing}", 0},
      {"pitel_active_legs{t,s,inbound,oncall}", 0},
      {"pitel_active_legs{t,s,inbound,ringing}", 0},
      {"pitel_active_legs{t,s,local,oncall}", 0},
      {"pitel_active_legs{t,s,local,ringing}", 0},
      {"pitel_active_legs{t,s,outbound,oncall}", 0},
      {"pitel_active_legs{t,s,outbound,ringing}", 0},
      {"pitel_active_calls_peak{t}", 0},
      {"pitel_api_duplicate_rows", 0},
      {"pitel_api_rows", 1},
      {"pitel_extensions{t,s,idle}", 1},
      {"pitel_extensions{t,s,oncall}", 0},
      {"pitel_extensions{t,s,ringing}", 0},
      {"pitel_overflowed_label_values{server}", 0},
      {"pitel_overflowed_label_values{tenant}", 0},
      {"pitel_ringing_callers{t}", 0},
      {"pitel_ringing_oldest_seconds{t}", 0},
      {"pitel_stale_legs{t,s,oncall}", 0},
      {"pitel_stale_legs{t,s,ringing}", 0},
      {"pitel_tracked_calls", 0},
      {"pitel_extension_devices{Bria}", 0},
      {"pitel_extension_devices{Cisco}", 0},
      {"pitel_extension_devices{Fanvil}", 0},
      {"pitel_extension_devices{Grandstream}", 0},
      {"pitel_extension_devices{JsSIP}", 0},
      {"pitel_extension_devices{Linphone}", 0},
      {"pitel_extension_devices{MicroSIP}", 0},
      {"pitel_extension_devices{Pitel}", 0},
      {"pitel_extension_devices{Polycom}", 0},
      {"pitel_extension_devices{SIP.js}", 0},
      {"pitel_extension_devices{Snom}", 0},
      {"pitel_extension_devices{Yealink}", 0},
      {"pitel_extension_devices{Zoiper}", 0},
      {"pitel_extension_devices{other}", 0},
      {"pitel_extension_devices{unknown}", 1},
  };
  EXPECT_EQ(series, expected);
}

TEST_F(CallMonitorTest, CountsACallOnceAsItsLegFurthestAlong) {
  const Series series = Poll(
      R"({"domain_name": "t", "server_host": "s2", "call_id": "c",
          "call_state": "RINGING", "direction": "inbound", "extension": "1"},
         {"domain_name": "t", "server_host": "s1", "call_id": "c",
          "call_state": "ONCALL", "direction": "local", "extension": "2"},
         {"domain_name": "t", "server_host": "s3", "call_id": "c",
          "call_state": "ONCALL", "direction": "local", "extension": "3"})");
  EXPECT_THAT(series, IsSupersetOf(Series{
                          {"pitel_active_calls{t,s1,local,oncall}", 1},
                          {"pitel_active_calls{t,s2,inbound,ringing}", 0},
                          {"pitel_active_calls{t,s3,local,oncall}", 0},
                          {"pitel_active_legs{t,s1,local,oncall}", 1},
                          {"pitel_active_legs{t,s2,inbound,ringing}", 1},
                          {"pitel_active_legs{t,s3,local,oncall}", 1},
                      }));
}

TEST_F(CallMonitorTest, BreaksTiesOfACallByDirectionThenServer) {
  const Series series = Poll(
      R"({"domain_name": "t", "server_host": "b", "call_id": "c",
          "call_state": "ONCALL", "direction": "outbound"},
         {"domain_name": "t", "server_host": "c", "call_id": "c",
          "call_state": "ONCALL", "direction": "inbound"},
         {"domain_name": "t", "server_host": "a", "call_id": "c",
          "call_state": "ONCALL", "direction": "x"})");
  EXPECT_EQ(series.at("pitel_active_calls{t,c,inbound,oncall}"), 1);
  EXPECT_FALSE(series.contains("pitel_active_calls{t,a,unknown,oncall}"));
  EXPECT_EQ(series.at("pitel_active_legs{t,a,unknown,oncall}"), 1);
}

TEST_F(CallMonitorTest, CountsLegsWithoutACallIdAsSeparateCalls) {
  const std::string leg =
      R"({"domain_name": "t", "server_host": "s", "call_state": "RINGING",
          "direction": "local"})";
  EXPECT_EQ(Poll(leg + "," + leg).at("pitel_active_calls{t,s,local,ringing}"),
            2);
}

TEST_F(CallMonitorTest, CountsAnExtensionOnceInItsMostAdvancedState) {
  const Series series = Poll(
      R"({"domain_name": "t", "server_host": "a", "extension_uuid": "e",
          "user_agent": "Yealink/1"},
         {"domain_name": "t", "server_host": "c", "extension_uuid": "e",
          "user_agent": "Zoiper 5", "call_state": "RINGING", "call_id": "x"},
         {"domain_name": "t", "server_host": "b", "extension_uuid": "e",
          "user_agent": "Pitel/3", "call_state": "RINGING", "call_id": "y"})");
  EXPECT_THAT(series, IsSupersetOf(Series{
                          {"pitel_extensions{t,b,ringing}", 1},
                          {"pitel_extensions{t,c,ringing}", 0},
                          {"pitel_extensions{t,a,idle}", 0},
                          {"pitel_extension_devices{Pitel}", 1},
                          {"pitel_extension_devices{Zoiper}", 0},
                          {"pitel_extension_devices{Yealink}", 0},
                      }));
}

TEST_F(CallMonitorTest, ShowsUnknownOnlyWhileItOccurs) {
  const std::string leg =
      R"({"domain_name": "t", "server_host": "s", "call_state": "DOWN",
          "call_id": "c", "direction": "sideways"})";
  const std::string unknown = "pitel_active_calls{t,s,unknown,unknown}";
  const Series during = Poll(leg, 0);
  EXPECT_EQ(during.at(unknown), 1);
  EXPECT_EQ(during.at("pitel_extensions{t,s,unknown}"), 1);
  const Series after = Poll(R"({"domain_name": "t", "server_host": "s"})", 10);
  EXPECT_FALSE(after.contains(unknown));
  EXPECT_FALSE(after.contains("pitel_extensions{t,s,unknown}"));
}

TEST_F(CallMonitorTest, StatesTheWaitOfTheOldestCaller) {
  const std::string legs =
      R"({"domain_name": "t", "server_host": "s", "call_state": "RINGING",
          "call_id": "c", "direction": "inbound", "extension": "1",
          "call_time": "2023-11-15 05:13:00"},
         {"domain_name": "t", "server_host": "s", "call_state": "RINGING",
          "call_id": "d", "direction": "inbound", "extension": "2",
          "call_time": "2023-11-15 05:13:10"})";
  const Series series = Poll(legs);
  EXPECT_EQ(series.at("pitel_ringing_callers{t}"), 2);
  EXPECT_EQ(series.at("pitel_ringing_oldest_seconds{t}"), 20);
  EXPECT_EQ(series.at("pitel_call_time_offset_seconds"), -10);
  EXPECT_EQ(Poll(legs, 10).at("pitel_ringing_oldest_seconds{t}"), 30);
}

TEST_F(CallMonitorTest, StatesTheOffsetOfACallTimeFromTheFuture) {
  const Series series = Poll(
      R"({"domain_name": "t", "call_id": "c", "call_state": "ONCALL",
          "call_time": "2023-11-15 06:13:20"})");
  EXPECT_EQ(series.at("pitel_call_time_offset_seconds"), 3600);
  const Series far = Poll(
      R"({"domain_name": "t", "call_id": "c", "call_state": "ONCALL",
          "call_time": "9999-12-31 23:59:59"})");
  EXPECT_GT(far.at("pitel_call_time_offset_seconds"), 1e9);
}

TEST_F(CallMonitorTest, ReportsTheTotalOfTheResponse) {
  EXPECT_EQ(Poll("1", 0, R"(, "total": 7)").at("pitel_api_reported_rows"), 7);
  EXPECT_FALSE(Poll("", 10).contains("pitel_api_reported_rows"));
}

TEST_F(CallMonitorTest, KeepsZeroSeriesForTheTtl) {
  Poll(R"({"domain_name": "t", "server_host": "s"})");
  EXPECT_TRUE(Poll("", 86'400).contains("pitel_ringing_callers{t}"));
  EXPECT_FALSE(Poll("", 86'401).contains("pitel_ringing_callers{t}"));
}

TEST_F(CallMonitorTest, KeepsWhatItKnowsWhenTheRulesChange) {
  const std::string ringing =
      R"({"domain_name": "t", "server_host": "s", "extension": "1",
          "call_id": "c", "call_state": "RINGING", "direction": "inbound"})";
  Poll("");
  Poll(ringing, 10);
  EXPECT_EQ(Poll(ringing, 400).at("pitel_stale_legs{t,s,ringing}"), 1);
  rules_.stale_ringing_after = std::chrono::minutes(10);
  const Series series = Poll(ringing, 410);
  EXPECT_EQ(series.at("pitel_stale_legs{t,s,ringing}"), 0);
  EXPECT_GE(series.at("pitel_ringing_oldest_seconds{t}"), 400);
}

TEST_F(CallMonitorTest, DoesNotDependOnTheOrderOfRows) {
  std::vector<std::string> rows;
  for (int i = 0; i < 6; ++i) {
    rows.push_back(
        R"({"domain_name": "t", "server_host": "s)" + std::to_string(i % 3) +
        R"(", "extension": ")" + std::to_string(i / 2) + R"(", "call_id": "c)" +
        std::to_string(i / 3) + R"(", "call_state": ")" +
        (i % 2 == 0 ? "ONCALL" : "RINGING") + R"(", "direction": ")" +
        (i % 3 == 0 ? "inbound" : "local") + "\"}");
  }
  const auto joined = [&] {
    std::string all;
    for (const auto& row : rows) all += (all.empty() ? "" : ",") + row;
    return all;
  };
  const Series expected = Poll(joined());
  while (std::next_permutation(rows.begin(), rows.end())) {
    ASSERT_EQ(Poll(joined()), expected);
  }
}

TEST_F(CallMonitorTest, ChangesNothingWhenAResponseIsRefused) {
  Poll(R"({"domain_name": "t"})");
  TextSource cut(R"({"data": [{"domain_name": "u"})");
  EXPECT_FALSE(monitor_.Read(rules_, cut).ok());
  EXPECT_FALSE(Poll("", 10).contains("pitel_ringing_callers{u}"));
}

TEST_F(CallMonitorTest, MeetsCallsOfATenantThatIsLetInAsAtAFirstPoll) {
  const std::string old = R"({"call_id": "a", "call_state": "RINGING",
      "direction": "inbound", "domain_name": "t", "extension": "1"})";
  const std::string other = R"({"call_id": "b", "call_state": "RINGING",
      "direction": "inbound", "domain_name": "t", "extension": "2"})";
  rules_.tenants.exclude = {*TenantPattern::Parse("t")};
  Poll(old);
  Poll(old, 10);
  rules_.tenants = {};
  Poll(old, 20, R"(, "total": 9)");  // incomplete: still as at a first poll
  Series series = Poll(old, 30);
  EXPECT_EQ(series["pitel_ringing_callers{t}"], 1);
  EXPECT_EQ(series["pitel_ringing_oldest_seconds{t}"], 10)
      << "since first seen";
  const auto& totals = monitor_.history().tracker.totals().tenants;
  EXPECT_EQ(totals.at("t").counts[0].started, 0u);
  Poll(old + "," + other, 40);
  EXPECT_EQ(totals.at("t").counts[0].started, 1u);
}

TEST_F(CallMonitorTest, ForgetsATenantThatIsNoLongerLetIn) {
  const std::string rows = R"({"call_id": "a", "call_state": "RINGING",
      "direction": "inbound", "domain_name": "t", "extension": "1"},
      {"call_id": "b", "call_state": "RINGING", "direction": "inbound",
      "domain_name": "u", "extension": "1"})";
  Poll("");
  Poll(rows, 10);
  const auto& totals = monitor_.history().tracker.totals();
  EXPECT_EQ(totals.tenants.at("t").counts[0].started, 1u);
  rules_.tenants.exclude = {*TenantPattern::Parse("t")};
  Series series = Poll(rows, 20);
  EXPECT_FALSE(series.contains("pitel_ringing_callers{t}"));
  EXPECT_EQ(series["pitel_tracked_calls"], 1);
  EXPECT_FALSE(totals.tenants.contains("t"));
  EXPECT_EQ(totals.tenants.at("u").counts[0].started, 1u);
  rules_.tenants = {};
  Poll(rows, 30);
  EXPECT_EQ(totals.tenants.at("t").counts[0].started, 0u);
}

TEST_F(CallMonitorTest, SeesNoGapWhenTheIntervalBecomesShorter) {
  const std::string call = R"({"call_id": "a", "call_state": "ONCALL",
      "direction": "inbound", "domain_name": "t", "extension": "1"})";
  rules_.interval = seconds(60);
  Poll(R"({"domain_name": "t"})");
  rules_.interval = seconds(10);
  Poll(call, 60);
  const auto& totals = monitor_.history().tracker.totals().tenants;
  EXPECT_EQ(totals.at("t").counts[0].started, 1u);
}

}  // namespace
}  // namespace pitel
