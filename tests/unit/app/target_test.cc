#include "app/target.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "json/byte_source.h"
#include "support/page_text.h"

namespace pitel {
namespace {

using std::chrono::seconds;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr SteadyTime kBegin{seconds(1000)};
constexpr WallTime kWall{seconds(1'700'000'000)};

// One call. It counts as started if it began after the first poll.
std::string Document(const std::string& state,
                     const std::string& call_id = "a") {
  return R"({"data": [{"direction": "inbound", "call_id": ")" + call_id + R"(",
      "extension": "100", "domain_name": "t.example.com",
      "server_host": "192.0.2.1", "call_state": ")" +
         state + R"("}], "total": 1})";
}

class TargetTest : public ::testing::Test {
 protected:
  static TargetConfig Config() {
    TargetConfig config;
    config.name = "hcm";
    config.api.url = *ParseBaseUrl("https://api.example.com:8443/secret");
    return config;
  }

  FetchReport ReportAt(seconds time) {
    FetchReport report;
    report.sent = {kBegin + time, kWall + time};
    report.requests.push_back({Operation::kMonitor, seconds(1)});
    return report;
  }
  PollTime TimeAt(seconds time) {
    return {{kBegin + time, kWall + time}, seconds(1)};
  }

  Target::Counted Count(const std::string& document,
                        const FetchReport& report) {
    TextSource body(document);
    EXPECT_FALSE(target_.Read(0, body));
    return target_.Count(0, report);
  }
  void Succeed(const std::string& document, seconds time) {
    const FetchReport report = ReportAt(time);
    target_.RecordRequests(report);
    target_.Commit(0, Count(document, report));
    target_.Succeed(report, TimeAt(time));
  }

  std::string Text() const { return SamplesOf(target_.Shown()); }

  Target target_{Config()};
};

constexpr char kStarted[] =
    "pitel_calls_started_total{target=\"hcm\",tenant=\"t.example.com\","
    "direction=\"inbound\"} ";

TEST_F(TargetTest, FollowsCallsFromOneResponseToTheNext) {
  Succeed(R"({"data": [], "total": 0})", seconds(0));
  Succeed(Document("RINGING"), seconds(10));
  EXPECT_THAT(Text(), HasSubstr(std::string(kStarted) + "1\n"));
  Succeed(Document("ONCALL"), seconds(20));
  EXPECT_THAT(Text(), HasSubstr(std::string(kStarted) + "1\n"));
  EXPECT_THAT(Text(), HasSubstr("pitel_api_requests_total{target=\"hcm\","
                                "operation=\"monitor\"} 3\n"));
}

TEST_F(TargetTest, HasCountersBeforeTheFirstPoll) {
  EXPECT_THAT(Text(), HasSubstr("pitel_api_rejected_rows_total{target=\"hcm\","
                                "reason=\"not_an_object\"} 0\n"));
  EXPECT_THAT(Text(), HasSubstr("pitel_api_unknown_values_total{"
                                "target=\"hcm\",field=\"call_time\"} 0\n"));
}

TEST_F(TargetTest, NamesItsFactsButShowsNoneBeforeTheFirstPoll) {
  const auto& endpoint = target_.overview().endpoints.front();
  EXPECT_EQ(endpoint.summary.facts.size(), 2u);
  EXPECT_EQ(endpoint.fades_at, SteadyTime::min());
}

TEST_F(TargetTest, NamesTheRequestsOfItsEndpoints) {
  ASSERT_EQ(target_.endpoint_count(), 1u);
  EXPECT_EQ(target_.Request(0).operation, Operation::kMonitor);
  EXPECT_EQ(target_.Request(0).path, "/v3/monitor?=null");
}

TEST_F(TargetTest, IgnoresACountedResponseUntilItSucceeds) {
  Succeed(R"({"data": [], "total": 0})", seconds(0));
  const std::string before = Text();
  Count(Document("RINGING"), ReportAt(seconds(10)));
  EXPECT_EQ(Text(), before);
  Succeed(Document("RINGING", "b"), seconds(10));
  EXPECT_THAT(Text(), HasSubstr(std::string(kStarted) + "1\n"));
}

TEST_F(TargetTest, KeepsItsCallsWhenAPollFails) {
  Succeed(Document("RINGING"), seconds(0));
  const SteadyTime fades_at = target_.Shown().endpoints.front().fades_at;
  EXPECT_EQ(fades_at, kBegin + Config().poll.max_age);
  target_.Fail({Operation::kMonitor, FailureReason::kTimeout, "no time", {}},
               TimeAt(seconds(10)));
  EXPECT_THAT(Text(), HasSubstr("pitel_up{target=\"hcm\"} 0\n"));
  EXPECT_THAT(Text(), HasSubstr("pitel_ringing_callers"));
  EXPECT_EQ(target_.Shown().endpoints.front().fades_at, fades_at);
  EXPECT_EQ(target_.overview().last_failure, "monitor: no time");
  EXPECT_THAT(target_.overview().endpoints.front().summary.facts,
              ElementsAre(EndpointSummary::Fact{"rows", 1},
                          EndpointSummary::Fact{"active_calls", 1}));
}

TEST_F(TargetTest, ShowsItsUrlWithoutThePath) {
  EXPECT_EQ(target_.overview().url, "https://api.example.com:8443");
}

}  // namespace
}  // namespace pitel
