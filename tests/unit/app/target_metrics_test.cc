#include "app/target_metrics.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <string>

#include "render/family_text.h"

namespace pitel {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::HasSubstr;
using testing::Not;

class TargetMetricsTest : public testing::Test {
 protected:
  std::string Page() const {
    std::string page;
    const auto collected = metrics_.Collect();
    for (const Family& family : collected.families()) {
      AppendSamples(page, family, "");
    }
    return page;
  }

  TargetMetrics metrics_{seconds(10), seconds(8)};
};

TEST_F(TargetMetricsTest, HasCountersAndSettingsFromTheStart) {
  const std::string page = Page();
  for (const char* series :
       {"pitel_api_requests_total{operation=\"monitor\"} 0\n",
        "pitel_api_requests_total{operation=\"token\"} 0\n",
        "pitel_api_request_failures_total{operation=\"token\","
        "reason=\"http_5xx\"} 0\n",
        "pitel_api_request_duration_seconds_count{operation=\"monitor\"} 0\n",
        "pitel_poll_interval_seconds 10\n", "pitel_poll_timeout_seconds 8\n"}) {
    EXPECT_THAT(page, HasSubstr(series));
  }
  for (const char* later :
       {"pitel_up", "pitel_poll_duration_seconds", "pitel_last_success",
        "pitel_api_token_expiry", "pitel_api_clock_skew"}) {
    EXPECT_THAT(page, Not(HasSubstr(later)));
  }
}

TEST_F(TargetMetricsTest, RecordsASuccessfulPoll) {
  FetchReport report;
  report.requests = {{Operation::kToken, milliseconds(300)},
                     {Operation::kMonitor, milliseconds(40)}};
  report.sent.wall = WallTime(seconds(1'700'000'000));
  report.token_expiry = WallTime(seconds(1'700'086'400));
  report.clock_skew = -1.5;
  metrics_.RecordRequests(report);
  metrics_.RecordSuccess(report, milliseconds(350));
  const std::string page = Page();
  for (const char* series :
       {"pitel_up 1\n", "pitel_poll_duration_seconds 0.35\n",
        "pitel_last_success_timestamp_seconds 1700000000\n",
        "pitel_api_token_expiry_timestamp_seconds 1700086400\n",
        "pitel_api_clock_skew_seconds -1.5\n",
        "pitel_api_requests_total{operation=\"token\"} 1\n",
        "pitel_api_request_duration_seconds_bucket{operation=\"monitor\","
        "le=\"0.05\"} 1\n"}) {
    EXPECT_THAT(page, HasSubstr(series));
  }
}

TEST_F(TargetMetricsTest, RecordsAFailedPollOnce) {
  metrics_.RecordSuccess(FetchReport(), seconds(0));
  FetchReport report;
  report.requests = {{Operation::kMonitor, seconds(8)}};
  metrics_.RecordRequests(report);
  metrics_.RecordFailure(
      {Operation::kMonitor, FailureReason::kTimeout, "", std::nullopt},
      seconds(8));
  const std::string page = Page();
  EXPECT_THAT(page, HasSubstr("pitel_up 0\n"));
  EXPECT_THAT(page,
              HasSubstr("{operation=\"monitor\",reason=\"timeout\"} 1\n"));
  EXPECT_THAT(page, HasSubstr("pitel_last_success_timestamp_seconds 0\n"))
      << "kept from the successful poll";
}

TEST_F(TargetMetricsTest, CountsARenewalThatFailedInASuccessfulPoll) {
  FetchReport report;
  report.renewal_failure =
      Failure{Operation::kToken, FailureReason::kHttp5xx, "", std::nullopt};
  metrics_.RecordRequests(report);
  metrics_.RecordSuccess(report, seconds(0));
  EXPECT_THAT(Page(), HasSubstr("pitel_up 1\n"));
  EXPECT_THAT(Page(),
              HasSubstr("{operation=\"token\",reason=\"http_5xx\"} 1\n"));
}

TEST_F(TargetMetricsTest, HasNoSeriesOfQueuesUnlessTheyArePolled) {
  EXPECT_THAT(Page(), Not(HasSubstr("queue")));
}

TEST(TargetMetricsOfQueues, RecordPollsOfQueues) {
  TargetMetrics metrics(seconds(10), seconds(8), true);
  const auto page = [&] {
    std::string text;
    const auto collected = metrics.Collect();
    for (const Family& family : collected.families()) {
      AppendSamples(text, family, "");
    }
    return text;
  };
  EXPECT_THAT(page(),
              HasSubstr("pitel_api_requests_total{operation=\"queue\"} 0\n"));
  EXPECT_THAT(page(), Not(HasSubstr("pitel_queue_up")));
  metrics.RecordQueueSuccess();
  EXPECT_THAT(page(), HasSubstr("pitel_queue_up 1\n"));
  const Failure failure{Operation::kQueue, FailureReason::kHttp5xx, "",
                        std::nullopt};
  metrics.RecordQueueFailure(&failure);
  metrics.RecordQueueFailure(nullptr);
  EXPECT_THAT(page(), HasSubstr("pitel_queue_up 0\n"));
  EXPECT_THAT(page(),
              HasSubstr("{operation=\"queue\",reason=\"http_5xx\"} 1\n"));
  EXPECT_THAT(page(), Not(HasSubstr("pitel_up")));
}

}  // namespace
}  // namespace pitel
