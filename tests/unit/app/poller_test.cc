#include "app/poller.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <condition_variable>
#include <mutex>
#include <thread>

#include "render/source.h"
#include "support/page_text.h"
#include "support/scripted_api.h"
#include "support/temporary_folder.h"
#include "support/tenant_patterns.h"
#include "unit/app/holding_clock.h"

namespace pitel {
namespace {

using std::chrono::seconds;
using ::testing::HasSubstr;
using ::testing::Not;

// Keeps what was shown last and can wait for one.
class LastShown final : public TargetSink {
 public:
  void Show(ShownTarget target) override {
    const std::lock_guard lock(mutex_);
    shown_ = std::move(target);
    changed_.notify_all();
  }
  std::string Text() const {
    const std::lock_guard lock(mutex_);
    return SamplesOf(shown_);
  }
  std::string Await(const std::string& part) const {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] {
      return SamplesOf(shown_).find(part) != std::string::npos;
    });
    return SamplesOf(shown_);
  }
  TargetOverview overview() const {
    const std::lock_guard lock(mutex_);
    return shown_.overview;
  }
  EndpointSummary summary() const {
    return overview().endpoints.front().summary;
  }
  SteadyTime fades_at() const {
    const std::lock_guard lock(mutex_);
    return shown_.endpoints.front().fades_at;
  }

 private:
  mutable std::mutex mutex_;
  mutable std::condition_variable changed_;
  ShownTarget shown_;
};

constexpr char kOneCall[] = R"({"data": [{"call_id": "a",
    "call_state": "RINGING", "direction": "inbound", "extension": "100",
    "domain_name": "t.example.com", "server_host": "192.0.2.1"}],
    "total": 1})";

class PollerTest : public ::testing::Test {
 protected:
  TargetConfig Config() const {
    TargetConfig config;
    config.name = "hcm";
    config.poll = {seconds(10), seconds(8), seconds(30)};
    config.api.url = *ParseBaseUrl(api_.url());
    config.api.credential = {CredentialKind::kBearerToken, "0123abcd", {}};
    config.calls.tenants = tenants_;
    return config;
  }

  ScriptedApi api_;
  HoldingClock clock_;
  HttpClients clients_{clock_};
  Log log_{LogLevel::kError, LogFormat::kLogfmt};
  LastShown shown_;
  TenantFilter tenants_;
};

TEST_F(PollerTest, ShowsAPageBeforeTheFirstPoll) {
  api_.SetResponse(200, kOneCall);
  Poller poller(Config(), clients_, clock_, log_, shown_);
  EXPECT_EQ(shown_.Text(), "");
  poller.Schedule(clock_.Now().steady);
  EXPECT_THAT(shown_.Text(),
              HasSubstr("pitel_poll_interval_seconds{target=\"hcm\"} 10\n"));
  EXPECT_THAT(shown_.Text(), Not(HasSubstr("pitel_up")));
  EXPECT_FALSE(shown_.overview().polled);
}

TEST_F(PollerTest, ShowsASuccessfulPoll) {
  api_.SetResponse(200, kOneCall);
  Poller poller(Config(), clients_, clock_, log_, shown_);
  EXPECT_TRUE(poller.PollOnce());
  EXPECT_THAT(shown_.Text(), HasSubstr("pitel_up{target=\"hcm\"} 1\n"));
  EXPECT_THAT(shown_.Text(), HasSubstr("pitel_ringing_callers{target=\"hcm\","
                                       "tenant=\"t.example.com\"} 1\n"));
  EXPECT_TRUE(shown_.overview().up);
  EXPECT_EQ(shown_.summary().facts.front(), (EndpointSummary::Fact{"rows", 1}));
}

TEST_F(PollerTest, KeepsTheCallsOfTheLastSuccessfulPollWhenOneFails) {
  api_.SetResponse(200, kOneCall);
  Poller poller(Config(), clients_, clock_, log_, shown_);
  EXPECT_TRUE(poller.PollOnce());
  const SteadyTime fades_at = shown_.fades_at();
  api_.SetResponse(500, "");
  EXPECT_FALSE(poller.PollOnce());
  const std::string text = shown_.Text();
  EXPECT_THAT(text, HasSubstr("pitel_up{target=\"hcm\"} 0\n"));
  EXPECT_THAT(text, HasSubstr("{target=\"hcm\",operation=\"monitor\","
                              "reason=\"http_5xx\"} 1\n"));
  EXPECT_THAT(text, HasSubstr("pitel_ringing_callers"));
  EXPECT_EQ(shown_.fades_at(), fades_at);
}

TEST_F(PollerTest, ShowsThatTheFilterExcludesEveryRow) {
  tenants_.include = ParseTenantPatterns({"other.example.com"});
  api_.SetResponse(200, kOneCall);
  Poller poller(Config(), clients_, clock_, log_, shown_);
  EXPECT_TRUE(poller.PollOnce());
  EXPECT_EQ(shown_.summary().warning, "the tenants filter excludes every row");
}

TEST_F(PollerTest, CountsAHangingPollAsFailedOnce) {
  api_.SetResponse(200, kOneCall);
  Poller poller(Config(), clients_, clock_, log_, shown_);
  std::jthread first([&] { EXPECT_TRUE(poller.PollOnce()); });
  first.join();
  EXPECT_LE(poller.Overdue().count(), 0) << "no poll is under way";

  api_.OnRequest([this] { clock_.Hold(); });
  std::jthread second([&] { EXPECT_FALSE(poller.PollOnce()); });
  clock_.AwaitHolding();
  clock_.Advance(seconds(9));
  poller.Check(SteadyTime::min());
  EXPECT_GT(poller.Overdue().count(), 0);
  EXPECT_THAT(shown_.Text(), HasSubstr("pitel_up{target=\"hcm\"} 1\n"))
      << "it may still return by itself";
  clock_.Advance(seconds(1));
  poller.Check(clock_.Now().steady - seconds(1));
  EXPECT_THAT(shown_.Text(), HasSubstr("pitel_up{target=\"hcm\"} 1\n"))
      << "the process was paused until a second ago";
  for (int i = 0; i < 3; ++i) poller.Check(SteadyTime::min());
  const std::string stuck =
      "pitel_api_request_failures_total{target=\"hcm\","
      "operation=\"monitor\",reason=\"stuck\"} 1\n";
  EXPECT_THAT(shown_.Text(), HasSubstr(stuck));
  EXPECT_THAT(shown_.Text(), HasSubstr("pitel_up{target=\"hcm\"} 0\n"));
  EXPECT_THAT(shown_.overview().last_failure, HasSubstr("hangs while "));
  EXPECT_GT(poller.Patience(), poller.Overdue());
  clock_.Advance(seconds(29));
  EXPECT_LT(poller.Patience(), poller.Overdue());

  api_.OnRequest(nullptr);
  clock_.Release();
  second.join();
  EXPECT_THAT(shown_.Text(), HasSubstr(stuck));
  EXPECT_THAT(shown_.Text(), HasSubstr("pitel_up{target=\"hcm\"} 0\n"));
  EXPECT_THAT(shown_.Text(), HasSubstr("reason=\"timeout\"} 0\n"));
  EXPECT_LE(poller.Overdue().count(), 0);

  EXPECT_TRUE(poller.PollOnce());
  EXPECT_THAT(shown_.Text(), HasSubstr("pitel_up{target=\"hcm\"} 1\n"));
}

TEST_F(PollerTest, PollsOnScheduleUntilStopped) {
  api_.SetResponse(200, kOneCall);
  Poller poller(Config(), clients_, clock_, log_, shown_);
  const Moment first = clock_.Now();
  poller.Schedule(first.steady);
  EXPECT_EQ(poller.Wake(first), first.steady + seconds(10));
  EXPECT_TRUE(shown_.overview().up);
  api_.SetResponse(500, "");
  EXPECT_EQ(poller.Wake({first.steady + seconds(9), first.wall}),
            first.steady + seconds(10));
  EXPECT_TRUE(shown_.overview().up) << "not due yet";
  clock_.Advance(seconds(10));
  EXPECT_EQ(poller.Wake(clock_.Now()), first.steady + seconds(20));
  EXPECT_FALSE(shown_.overview().up);
  poller.Stop();
  clock_.Advance(seconds(10));
  EXPECT_EQ(poller.Wake(clock_.Now()), SteadyTime::max());
}

TEST_F(PollerTest, LooksForANewCredentialEachSecondWhileTheOldIsRefused) {
  const TemporaryFolder folder;
  TargetConfig config = Config();
  config.api.credential = {CredentialKind::kBearerToken, "",
                           folder.Write("token", "0123abcd\n")};
  api_.SetResponse(401, "");
  Poller poller(config, clients_, clock_, log_, shown_);
  poller.Schedule(clock_.Now().steady);
  for (int polls = 0; polls < 3; ++polls) {
    const SteadyTime next = poller.Wake(clock_.Now());
    clock_.Advance(next - clock_.Now().steady);
  }
  const SteadyTime look = poller.Wake(clock_.Now());
  EXPECT_LE(look - clock_.Now().steady, seconds(1));
  folder.Write("token", "4567efgh\n");
  api_.SetResponse(200, kOneCall);
  clock_.Advance(look - clock_.Now().steady);
  poller.Wake(clock_.Now());
  EXPECT_TRUE(shown_.overview().up);
}

TEST_F(PollerTest, CountsAPollThatWaitsTooLongOnce) {
  Poller poller(Config(), clients_, clock_, log_, shown_);
  const Moment first = clock_.Now();
  poller.Schedule(first.steady);
  clock_.Advance(seconds(9));
  poller.Check(SteadyTime::min());
  EXPECT_FALSE(shown_.overview().polled) << "it may still begin";
  clock_.Advance(seconds(2));
  for (int i = 0; i < 3; ++i) poller.Check(SteadyTime::min());
  const std::string stuck = "operation=\"monitor\",reason=\"stuck\"} 1\n";
  EXPECT_THAT(shown_.Text(), HasSubstr(stuck));
  EXPECT_EQ(shown_.overview().last_failure,
            "monitor: hangs while waiting for other polls to end");
  poller.Wake(first);
  EXPECT_THAT(shown_.Text(), HasSubstr(stuck)) << "counted before it began";
  EXPECT_THAT(shown_.Text(), HasSubstr("reason=\"timeout\"} 0\n"));
}

TEST_F(PollerTest, FailsAPollThatHadToWaitBeyondItsDeadline) {
  Poller poller(Config(), clients_, clock_, log_, shown_);
  const Moment first = clock_.Now();
  poller.Schedule(first.steady);
  clock_.Advance(seconds(8));
  poller.Wake(first);
  EXPECT_THAT(shown_.Text(),
              HasSubstr("operation=\"monitor\",reason=\"timeout\"} 1\n"));
  EXPECT_EQ(shown_.overview().last_failure,
            "monitor: waiting for other polls to end");
}

TEST_F(PollerTest, EndsThePollThatIsUnderWayWhenItIsStopped) {
  api_.SetSilent();
  TargetConfig config = Config();
  config.poll = {seconds(3600), seconds(3600), seconds(7200)};
  Poller poller(config, clients_, clock_, log_, shown_);
  std::jthread polling([&] { EXPECT_FALSE(poller.PollOnce()); });
  EXPECT_TRUE(api_.WaitForRequests(1));
  poller.Stop();
}

TEST_F(PollerTest, KeepsWhatItKnowsWhenItsConfigurationChanges) {
  api_.SetResponse(200, kOneCall);
  Poller poller(Config(), clients_, clock_, log_, shown_);
  const Moment first = clock_.Now();
  poller.Schedule(first.steady);
  poller.Wake(first);
  TargetConfig changed = Config();
  changed.poll = {seconds(60), seconds(50), seconds(180)};
  changed.api.credential.value = "4567efab";
  poller.Apply(poller.Prepare(changed, clients_));
  EXPECT_THAT(shown_.Text(), HasSubstr("interval_seconds{target=\"hcm\"} 60"));
  EXPECT_THAT(shown_.Text(), HasSubstr("timeout_seconds{target=\"hcm\"} 50"));
  EXPECT_THAT(shown_.Text(), HasSubstr("requests_total{target=\"hcm\","
                                       "operation=\"monitor\"} 1\n"));
  EXPECT_THAT(shown_.Text(), HasSubstr("duration_seconds_count{target=\"hcm\","
                                       "operation=\"monitor\"} 1\n"));
  EXPECT_THAT(shown_.Text(), HasSubstr("pitel_ringing_callers{target=\"hcm\","
                                       "tenant=\"t.example.com\"} 1\n"));
  EXPECT_TRUE(shown_.overview().up);
  clock_.Advance(seconds(10));
  EXPECT_EQ(poller.Wake(clock_.Now()), first.steady + seconds(60))
      << "the next poll is due as before, later ones on the new grid";
  EXPECT_THAT(shown_.Text(), HasSubstr("requests_total{target=\"hcm\","
                                       "operation=\"monitor\"} 2\n"));
}

TEST_F(PollerTest, EndsAPollUnderTheConfigurationUnderWhichItBegan) {
  api_.SetResponse(200, kOneCall);
  Poller poller(Config(), clients_, clock_, log_, shown_);
  const Moment first = clock_.Now();
  poller.Schedule(first.steady);
  TargetConfig changed = Config();
  changed.poll.interval = seconds(20);
  api_.OnRequest([&] {
    api_.OnRequest(nullptr);
    poller.Apply(poller.Prepare(changed, clients_));
    EXPECT_THAT(shown_.Text(),
                HasSubstr("interval_seconds{target=\"hcm\"} 10"));
  });
  EXPECT_EQ(poller.Wake(first), first.steady + seconds(10));
  EXPECT_THAT(shown_.Text(), HasSubstr("pitel_up{target=\"hcm\"} 1\n"));
  EXPECT_THAT(shown_.Text(), HasSubstr("interval_seconds{target=\"hcm\"} 20"));
}

TEST_F(PollerTest, AddsAndRemovesItsQueues) {
  api_.SetResponse(200, kOneCall);
  Poller poller(Config(), clients_, clock_, log_, shown_);
  poller.Schedule(clock_.Now().steady);
  TargetConfig changed = Config();
  changed.queues.enabled = true;
  poller.Apply(poller.Prepare(changed, clients_));
  EXPECT_THAT(shown_.Text(), HasSubstr("operation=\"queue\""));
  poller.Apply(poller.Prepare(Config(), clients_));
  EXPECT_THAT(shown_.Text(), Not(HasSubstr("operation=\"queue\"")));
}

TEST_F(PollerTest, IsNotShownAnyMoreOnceItIsStopped) {
  Poller poller(Config(), clients_, clock_, log_, shown_);
  poller.Schedule(clock_.Now().steady);
  const std::string before = shown_.Text();
  poller.Stop();
  poller.Wake(clock_.Now());
  poller.PollOnce();
  EXPECT_EQ(shown_.Text(), before);
}

}  // namespace
}  // namespace pitel
