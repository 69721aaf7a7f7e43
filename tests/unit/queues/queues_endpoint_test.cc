#include "queues/queues_endpoint.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "render/family_text.h"
#include "support/find_family.h"
#include "support/tenant_patterns.h"

namespace pitel {
namespace {

using std::chrono::seconds;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

constexpr char kRow[] = R"({"call_center_queue_uuid": "q1",
    "call_center_queue_name": "name-canary", "call_uuid": "call-canary",
    "call_center_agent_uuid": "agent-canary",
    "call_center_agent_name": "person-canary", "mobile": "0900-canary",
    "status": "Trying", "joined_time": "2024-05-06T09:00:00+07:00"})";

class QueuesEndpointTest : public testing::Test {
 protected:
  EndpointCounts Count(const std::string& rows, int time) {
    text_ = R"({"data": [)" + rows + "]}";
    TextSource body(text_);
    EXPECT_FALSE(endpoint_->Read(body));
    ResponseInfo info;
    info.sent = {SteadyTime(seconds(5000 + time)),
                 WallTime(seconds(1'714'960'800 + time))};
    info.only_tenant = "t";
    return endpoint_->Count(info);
  }
  static double Value(const std::vector<Family>& families,
                      std::string_view name) {
    return FindFamily(families, name).values.at(0);
  }

  QueueRules rules_;
  std::string text_;
  std::unique_ptr<QueuesEndpoint> endpoint_ =
      std::make_unique<QueuesEndpoint>("/queue", rules_);
};

TEST_F(QueuesEndpointTest, CountsAResponse) {
  Count("", -10);
  endpoint_->Commit();
  const EndpointCounts counts = Count(kRow, 30);
  EXPECT_EQ(Value(counts.gauges, "pitel_queue_waiting_callers"), 1);
  EXPECT_EQ(Value(counts.gauges, "pitel_queue_oldest_wait_seconds"), 30);
  EXPECT_EQ(Value(counts.counters, "pitel_queue_joined_total"), 1);
  EXPECT_THAT(counts.summary.facts,
              ElementsAre(EndpointSummary::Fact{"waiting_in_queues", 1}));
  EXPECT_EQ(counts.summary.warning, "");
}

TEST_F(QueuesEndpointTest, KnowsOnlyWhatWasCommitted) {
  Count("", -10);
  endpoint_->Commit();
  Count(kRow, 0);
  endpoint_->Discard();
  EXPECT_EQ(Value(Count(kRow, 10).counters, "pitel_queue_joined_total"), 1);
  endpoint_->Commit();
  EXPECT_EQ(Value(Count(kRow, 20).counters, "pitel_queue_joined_total"), 1);
}

TEST_F(QueuesEndpointTest, RefusesADocumentWithoutAList) {
  TextSource body(R"({"error": "no"})");
  const auto error = endpoint_->Read(body);
  ASSERT_TRUE(error);
  EXPECT_EQ(error->kind, JsonError::Kind::kSchema);
}

TEST_F(QueuesEndpointTest, WarnsThatTheFilterExcludesItsTenant) {
  rules_.filter.include = ParseTenantPatterns({"other"});
  endpoint_ = std::make_unique<QueuesEndpoint>("/queue", rules_);
  const auto counts = Count(kRow, 0);
  EXPECT_THAT(counts.summary.warning, HasSubstr("tenants filter"));
  EXPECT_THAT(FindFamily(counts.gauges, "pitel_queue_waiting_callers").values,
              IsEmpty());
}

TEST_F(QueuesEndpointTest, ShowsNothingOfAgentsTelephonesAndCalls) {
  for (const auto label : {QueueLabel::kUuid, QueueLabel::kName}) {
    rules_.naming.label = label;
    endpoint_ = std::make_unique<QueuesEndpoint>("/queue", rules_);
    Count("", -10);
    endpoint_->Commit();
    const auto counts = Count(kRow, 0);
    std::string text;
    for (const auto& family : counts.gauges) AppendSamples(text, family, "");
    for (const auto& family : counts.counters) AppendSamples(text, family, "");
    EXPECT_THAT(text, HasSubstr("pitel_queue_joined_total"));
    EXPECT_THAT(
        text,
        AllOf(Not(HasSubstr("call-canary")), Not(HasSubstr("agent-canary")),
              Not(HasSubstr("person-canary")), Not(HasSubstr("0900-canary"))));
    EXPECT_EQ(text.find("name-canary") != text.npos,
              label == QueueLabel::kName);
  }
}

TEST_F(QueuesEndpointTest, HasNoSeriesBeforeTheFirstResponse) {
  EXPECT_THAT(endpoint_->InitialCounters(), IsEmpty());
  EXPECT_EQ(endpoint_->InitialSummary().facts.size(), 1u);
  EXPECT_EQ(endpoint_->path(), "/queue");
  EXPECT_EQ(endpoint_->operation(), Operation::kQueue);
}

}  // namespace
}  // namespace pitel
