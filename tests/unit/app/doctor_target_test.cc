#include "app/doctor_target.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "base/text_file.h"
#include "support/forward_clock.h"
#include "support/scripted_api.h"
#include "support/scripted_server.h"
#include "support/temporary_folder.h"

namespace pitel {
namespace {

using std::chrono::seconds;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pair;

constexpr const char* kTwoRows =
    R"({"data": [{"extension": "7741852963", "call_id": "c",)"
    R"( "call_state": "ONCALL"}, {"extension": "102"}], "total": 2})";

class DoctorTargetTest : public testing::Test {
 protected:
  DoctorTargetTest() {
    config_.name = "a";
    config_.poll = {seconds(60), seconds(50), seconds(180)};
    config_.api.url = *ParseBaseUrl(api_.url());
    config_.api.credential = {CredentialKind::kBearerToken, "0123abcd", {}};
    api_.SetResponse(200, kTwoRows);
  }

  ScriptedApi api_;
  TargetConfig config_;
  const SystemClock clock_;
  HttpClients clients_{clock_};
  Log log_{LogLevel::kError, LogFormat::kLogfmt};
};

TEST_F(DoctorTargetTest, LearnsFromMonitorAndQueues) {
  DoctorTarget target(config_, 1, clients_, nullptr, clock_, log_);
  const Moment now = clock_.Now();
  target.Schedule(now.steady);
  EXPECT_EQ(target.Wake(now), now.steady + seconds(60));
  const Observations seen = target.Observed().observations;
  EXPECT_EQ(seen.responses, 1u);
  EXPECT_EQ(seen.all_rows, 2u);
  EXPECT_EQ(seen.queue.lists, 1u);
  EXPECT_EQ(seen.queue.rows.Highest(), 2);
  EXPECT_TRUE(seen.failures.empty());
}

TEST_F(DoctorTargetTest, DoesNotAskQueuesAtEachPoll) {
  DoctorTarget target(config_, 1, clients_, nullptr, clock_, log_);
  const Moment now = clock_.Now();
  target.Schedule(now.steady);
  for (int i = 0; i < 3; ++i) target.Wake(clock_.Now());
  EXPECT_EQ(target.Observed().observations.responses, 3u);
  EXPECT_EQ(target.Observed().observations.queue.requests, 1u);
}

TEST_F(DoctorTargetTest, TakesNullForAnEmptyListOfQueues) {
  const ScriptedServer server(
      ByPath({{"/v3/monitor", Bytes(ResponseText(200, kTwoRows))},
              {"/v3/monitor/callcenter/queue",
               Bytes(ResponseText(200, R"({"data":null})"))}}));
  config_.api.url = *ParseBaseUrl(server.url());
  DoctorTarget target(config_, 1, clients_, nullptr, clock_, log_);
  const Moment now = clock_.Now();
  target.Schedule(now.steady);
  target.Wake(now);
  const Observations seen = target.Observed().observations;
  EXPECT_EQ(seen.queue.lists, 1u);
  EXPECT_EQ(seen.queue.not_a_list, 0u);
}

TEST_F(DoctorTargetTest, AsksQueuesAtTheConfiguredPath) {
  const ScriptedServer server(
      ByPath({{"/v3/monitor", Bytes(ResponseText(200, kTwoRows))},
              {"/queues", Bytes(ResponseText(200, kTwoRows))}}));
  config_.api.url = *ParseBaseUrl(server.url());
  config_.queues.path = "/queues?all=1";
  DoctorTarget target(config_, 1, clients_, nullptr, clock_, log_);
  const Moment now = clock_.Now();
  target.Schedule(now.steady);
  target.Wake(now);
  EXPECT_EQ(target.Observed().observations.queue.lists, 1u);
  ASSERT_TRUE(server.WaitForRequests(2));
  EXPECT_EQ(server.requests().back().target, "/queues?all=1");
}

// With another key or token, the monitor could fail.
TEST_F(DoctorTargetTest, KeepsTheTokenIfQueuesRefuseIt) {
  for (const int status : {401, 403}) {
    const ScriptedServer server(ByPath(
        {{"/v3/auth/token",
          Bytes(ResponseText(200, R"({"token":"t0ken","expired_in":86400})"))},
         {"/v3/monitor", Bytes(ResponseText(200, kTwoRows))},
         {"/v3/monitor/callcenter/queue", Bytes(ResponseText(status, "{}"))}}));
    config_.api.url = *ParseBaseUrl(server.url());
    config_.api.credential.kind = CredentialKind::kApiKey;
    DoctorTarget target(config_, 1, clients_, nullptr, clock_, log_);
    const Moment now = clock_.Now();
    target.Schedule(now.steady);
    target.Wake(now);
    target.Wake(clock_.Now());
    const Observations seen = target.Observed().observations;
    EXPECT_EQ(seen.responses, 2u);
    EXPECT_THAT(seen.queue.statuses, ElementsAre(Pair(status, 1)));
    const auto requests = server.requests();
    EXPECT_EQ(std::count_if(requests.begin(), requests.end(),
                            [](const ReceivedRequest& request) {
                              return request.target == "/v3/auth/token";
                            }),
              1);
  }
}

TEST_F(DoctorTargetTest, AsksNoQueuesOnceThePollHasNoTimeLeft) {
  ForwardClock clock;
  api_.OnRequest([&clock] { clock.Advance(seconds(60)); });
  DoctorTarget target(config_, 1, clients_, nullptr, clock, log_);
  const Moment now = clock.Now();
  target.Schedule(now.steady);
  target.Wake(now);
  const Observations seen = target.Observed().observations;
  EXPECT_EQ(seen.responses, 1u);
  EXPECT_EQ(seen.queue.requests, 0u);
}

TEST_F(DoctorTargetTest, CountsFailuresAndAsksNoQueuesThen) {
  api_.SetResponse(500, "{}");
  DoctorTarget target(config_, 1, clients_, nullptr, clock_, log_);
  const Moment now = clock_.Now();
  target.Schedule(now.steady);
  target.Wake(now);
  const Observations seen = target.Observed().observations;
  EXPECT_THAT(
      seen.failures,
      ElementsAre(Pair(Pair(Operation::kMonitor, FailureReason::kHttp5xx), 1)));
  EXPECT_EQ(seen.queue.requests, 0u);
}

TEST_F(DoctorTargetTest, IsNotCalledAgainOnceStopped) {
  DoctorTarget target(config_, 1, clients_, nullptr, clock_, log_);
  const Moment now = clock_.Now();
  target.Schedule(now.steady);
  target.Stop();
  EXPECT_EQ(target.Wake(now), SteadyTime::max());
  EXPECT_TRUE(target.Observed().observations.failures.empty());
}

TEST_F(DoctorTargetTest, KnowsTheSettingsInForce) {
  config_.calls.timezone = TimeZone(std::chrono::hours(-3));
  config_.calls.call_time_zone = ZoneChoice::kConfigured;
  const DoctorTarget target(config_, 1, clients_, nullptr, clock_, log_);
  const ObservedSettings settings = target.Observed().settings;
  EXPECT_EQ(settings.interval, seconds(60));
  EXPECT_EQ(settings.utc_offset, std::chrono::hours(-3));
  EXPECT_EQ(settings.call_time_zone, ZoneChoice::kConfigured);
}

TEST_F(DoctorTargetTest, RecordsUnderItsNumber) {
  const TemporaryFolder folder;
  const auto recorder = Recorder::Create(folder.path() / "recording");
  ASSERT_TRUE(recorder.ok());
  DoctorTarget target(config_, 7, clients_, recorder->get(), clock_, log_);
  const Moment now = clock_.Now();
  target.Schedule(now.steady);
  target.Wake(now);
  api_.SetResponse(404, "{}");
  target.Wake(now);
  const auto text = ReadTextFile(folder.path() / "recording", 10'000);
  EXPECT_THAT(*text, HasSubstr("{\"target\":7,"));
  EXPECT_THAT(*text, HasSubstr("\"total\":2}"));
  EXPECT_THAT(*text, HasSubstr("\"failure\":\"http_4xx\",\"status\":404}"));
  EXPECT_THAT(*text, testing::Not(HasSubstr("7741852963")));
}

}  // namespace
}  // namespace pitel
