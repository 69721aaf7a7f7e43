#include "calls/calls_endpoint.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/find_family.h"
#include "support/tenant_patterns.h"

namespace pitel {
namespace {

using std::chrono::seconds;
using testing::ElementsAre;

class CallsEndpointTest : public testing::Test {
 protected:
  ResponseInfo At(seconds time) const {
    return {{SteadyTime(seconds(5000) + time),
             WallTime(seconds(1'700'000'000) + time)},
            123};
  }
  EndpointCounts Count(const std::string& rows, seconds time) {
    text_ = R"({"data": [)" + rows + "]}";
    TextSource body(text_);
    EXPECT_FALSE(endpoint_.Read(body));
    return endpoint_.Count(At(time));
  }
  static double Value(const std::vector<Family>& families,
                      std::string_view name) {
    return FindFamily(families, name).values.at(0);
  }

  std::string text_;
  CallsEndpoint endpoint_{"/v3/monitor", CallRules()};
};

constexpr char kRinging[] =
    R"({"domain_name": "t", "server_host": "s", "call_id": "c",
        "call_state": "RINGING", "direction": "inbound", "extension": "1"})";

TEST_F(CallsEndpointTest, CountsAResponse) {
  const EndpointCounts counts =
      Count(std::string(kRinging) + ", 7", seconds(0));
  EXPECT_EQ(Value(counts.gauges, "pitel_api_rows"), 2);
  EXPECT_EQ(Value(counts.gauges, "pitel_api_response_size_bytes"), 123);
  EXPECT_EQ(Value(counts.counters, "pitel_api_rejected_rows_total"), 1);
  EXPECT_THAT(counts.summary.facts,
              ElementsAre(EndpointSummary::Fact{"rows", 2},
                          EndpointSummary::Fact{"active_calls", 1}));
  EXPECT_EQ(counts.summary.warning, "");
}

TEST_F(CallsEndpointTest, HasCountersOfRowsFromTheStart) {
  const auto counters = endpoint_.InitialCounters();
  EXPECT_EQ(counters.size(), 2u);
  EXPECT_EQ(Value(counters, "pitel_api_rejected_rows_total"), 0);
  EXPECT_EQ(Value(counters, "pitel_api_unknown_values_total"), 0);
}

TEST_F(CallsEndpointTest, KnowsOnlyWhatWasCommitted) {
  Count("7", seconds(0));
  Count("8", seconds(10));
  endpoint_.Commit();
  const EndpointCounts next = Count("9", seconds(20));
  EXPECT_EQ(Value(next.counters, "pitel_api_rejected_rows_total"), 2);
}

TEST_F(CallsEndpointTest, WarnsOfAFilterThatExcludesEveryRow) {
  CallRules rules;
  rules.tenants.include = ParseTenantPatterns({"other"});
  CallsEndpoint filtering("/v3/monitor", rules);
  TextSource body(R"({"data": [{"domain_name": "t"}]})");
  EXPECT_FALSE(filtering.Read(body));
  EXPECT_EQ(filtering.Count(At(seconds(0))).summary.warning,
            "the tenants filter excludes every row");
}

TEST_F(CallsEndpointTest, ForgetsWhatIsDiscarded) {
  Count("7", seconds(0));
  endpoint_.Discard();
  EXPECT_EQ(
      Value(Count("8", seconds(10)).counters, "pitel_api_rejected_rows_total"),
      1);
}

TEST_F(CallsEndpointTest, NamesItsFactsBeforeTheFirstResponse) {
  EXPECT_THAT(endpoint_.InitialSummary().facts,
              ElementsAre(EndpointSummary::Fact{"rows", 0},
                          EndpointSummary::Fact{"active_calls", 0}));
  EXPECT_EQ(endpoint_.InitialSummary().warning, "");
}

TEST_F(CallsEndpointTest, RefusesABodyThatIsNoListing) {
  TextSource body("<html>");
  const auto error = endpoint_.Read(body);
  ASSERT_TRUE(error);
  EXPECT_EQ(error->kind, JsonError::Kind::kParse);
}

}  // namespace
}  // namespace pitel
