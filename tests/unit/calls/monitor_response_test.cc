#include "calls/monitor_response.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "calls/device.h"
#include "support/tenant_patterns.h"

namespace pitel {
namespace {

using std::chrono::seconds;
using std::chrono::sys_seconds;
using testing::ElementsAre;
using testing::IsEmpty;

class ReadMonitorResponseTest : public testing::Test {
 protected:
  MonitorResponse Read(std::string_view text,
                       const TenantFilter& tenants = {}) {
    TextSource source(text);
    return *ReadMonitorResponse(source, {hash_, timezone_, tenants}, 0);
  }
  CallRow ReadRow(const std::string& row) {
    return Read(R"({"data": [)" + row + "]}").rows.at(0);
  }

  const KeyedHash hash_;
  const TimeZone timezone_{std::chrono::hours(7)};
};

TEST_F(ReadMonitorResponseTest, ReadsTheVendorsSample) {
  const MonitorResponse response = Read(
      R"({"data": [{"agent_name": "thanhhoang", "b_cid_num": "0914237383",
  "call_id": "df3bd13a-0cb4-455a-ac70-92ed00e13dd7", "call_state": "ONCALL",
  "call_time": "2023-04-10 17:02:51", "cid_num": "0914237383",
  "destination": "24052364", "direction": "outbound",
  "domain_name": "tp.tel4vn.com",
  "domain_uuid": "32f0b0ea-8489-4217-acc7-caeaf58b8bbe", "extension": "107",
  "extension_uuid": "290619f4-c6db-40b2-8bb5-38f0ae5c3185", "last_name": "",
  "middle_name": "", "first_name": "Hoàng Thị Thanh",
  "network_ip": "113.22.113.102", "server_host": "203.205.6.79",
  "user_agent": "Pitel/3.20.5", "user_uuid": "", "username": "thanhhoang"}],
  "total": 1})");
  EXPECT_THAT(response.tenants, ElementsAre("tp.tel4vn.com"));
  EXPECT_THAT(response.servers, ElementsAre("203.205.6.79"));
  EXPECT_EQ(response.summary, (RowsSummary{1, 0, 1}));
  const CallRow& row = response.rows.at(0);
  EXPECT_EQ(row.state, CallState::kOncall);
  EXPECT_EQ(row.direction, Direction::kOutbound);
  EXPECT_EQ(kDevices[row.device], "Pitel");
  EXPECT_EQ(row.call_id, hash_("df3bd13a-0cb4-455a-ac70-92ed00e13dd7"));
  EXPECT_EQ(row.extension, hash_("290619f4-c6db-40b2-8bb5-38f0ae5c3185"));
  // 2023-04-10 10:02:51 UTC.
  EXPECT_EQ(row.call_time, sys_seconds(seconds(1'681'120'971)));
  EXPECT_EQ(row.cid_num, 0u) << "only inbound legs have a caller";
}

TEST_F(ReadMonitorResponseTest, NamesTenantsAndServersInOrderOfAppearance) {
  const MonitorResponse response = Read(
      R"({"data": [{"domain_name": " b ", "server_host": "s2"},
                   {"domain_uuid": "u", "server_host": ""},
                   {"domain_name": "b"}, {}]})");
  EXPECT_THAT(response.tenants, ElementsAre("b", "u", "unknown"));
  EXPECT_THAT(response.servers, ElementsAre("s2", "unknown"));
  EXPECT_EQ(response.rows[2].tenant, 0u);
  EXPECT_EQ(response.rows[3].tenant, 2u);
}

TEST_F(ReadMonitorResponseTest, TreatsTenantsWithTheSameLabelAsOne) {
  const std::string longest(128, 'x');
  const MonitorResponse response = Read(
      R"({"data": [{"domain_name": ")" + longest + R"(a"}, {"domain_name": ")" +
      longest + R"("}, {"domain_name": ")" + longest + "b\"}]}");
  EXPECT_THAT(response.tenants, ElementsAre(longest));
  EXPECT_EQ(response.rows[2].tenant, 0u);
}

TEST_F(ReadMonitorResponseTest, DropsRowsOfTenantsLeftOut) {
  const MonitorResponse response =
      Read(R"({"data": [{"domain_name": "a"}, {"domain_name": "b"}]})",
           {{}, ParseTenantPatterns({"b"})});
  EXPECT_EQ(response.rows.size(), 1u);
  EXPECT_THAT(response.tenants, ElementsAre("a"));
  EXPECT_EQ(response.summary.rows, 2u);
}

TEST_F(ReadMonitorResponseTest, NormalizesTheNumbersOfInboundLegs) {
  const CallRow row = ReadRow(
      R"({"call_state": "RINGING", "direction": "inbound", "extension": "107",
          "cid_num": "+84 900 000 102", "b_cid_num": "107"})");
  EXPECT_EQ(row.cid_num, hash_("0900000102"));
  EXPECT_EQ(row.b_cid_num, 0u);
}

TEST_F(ReadMonitorResponseTest, PrefersTheUuidOfAnExtension) {
  EXPECT_EQ(ReadRow(R"({"extension_uuid": "u", "extension": "1"})").extension,
            hash_("u"));
  EXPECT_NE(ReadRow(R"({"extension": "1"})").extension, 0u);
  EXPECT_NE(ReadRow(R"({"extension": "1"})").extension,
            ReadRow(R"({"extension_uuid": "1"})").extension);
  EXPECT_EQ(ReadRow("{}").extension, 0u);
}

TEST_F(ReadMonitorResponseTest, KnowsALegByItsCallIdOrElseItsCallTime) {
  const auto leg = [&](const std::string& fields) {
    return ReadRow(R"({"call_state": "RINGING", "extension": "1", )" + fields +
                   "}")
        .leg;
  };
  EXPECT_EQ(leg(R"("call_id": "c", "call_time": "x")"),
            leg(R"("call_id": "c", "call_time": "y")"));
  EXPECT_NE(leg(R"("call_id": "c")"), leg(R"("call_id": "d")"));
  EXPECT_NE(leg(R"("call_time": "x")"), leg(R"("call_time": "y")"));
  EXPECT_NE(leg(R"("call_id": "c")"),
            leg(R"("call_id": "c", "domain_name": "t")"));
  EXPECT_EQ(ReadRow(R"({"extension": "1"})").leg, 0u);
}

TEST_F(ReadMonitorResponseTest, HasNoCallTimeBefore2000) {
  const auto call_time = [&](const std::string& text) {
    return ReadRow(R"({"call_id": "c", "call_time": ")" + text + "\"}")
        .call_time;
  };
  EXPECT_EQ(call_time("0001-01-01 00:00:00"), kNoCallTime);
  EXPECT_EQ(call_time("1970-01-01 08:00:00"), kNoCallTime);
  EXPECT_EQ(call_time("2000-01-01 06:59:59"), kNoCallTime);
  EXPECT_EQ(call_time("2000-01-01 07:00:00"), kTimestampFloor);
  EXPECT_EQ(call_time("soon"), kNoCallTime);
}

TEST_F(ReadMonitorResponseTest, UsesTheLastDataWhole) {
  const MonitorResponse response =
      Read(R"({"data": [{"domain_name": "a"}], "data": [{}]})");
  EXPECT_THAT(response.tenants, ElementsAre("unknown"));
  EXPECT_EQ(response.rows.size(), 1u);
}

TEST_F(ReadMonitorResponseTest, IsIncompleteWithFewerRowsThanReported) {
  EXPECT_TRUE(Read(R"({"data": [{}]})").complete());
  EXPECT_TRUE(Read(R"({"data": [{}], "total": 1})").complete());
  EXPECT_TRUE(Read(R"({"data": [{}], "total": 0})").complete());
  EXPECT_FALSE(Read(R"({"data": [{}], "total": 2})").complete());
  EXPECT_TRUE(Read(R"({"data": [1, {}], "total": 2})").complete());
}

TEST_F(ReadMonitorResponseTest, FailsAsAWhole) {
  TextSource source(R"({"data": [{"domain_name": "a"}, {"b": )");
  const auto response =
      ReadMonitorResponse(source, {hash_, timezone_, TenantFilter()}, 0);
  ASSERT_FALSE(response.ok());
  EXPECT_EQ(response.error().kind, JsonError::Kind::kParse);
}

}  // namespace
}  // namespace pitel
