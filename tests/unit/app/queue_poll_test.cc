// Polls of a target with queues: what happens to these leaves calls and
// pitel_up untouched.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <mutex>
#include <thread>

#include "app/poller.h"
#include "support/page_text.h"
#include "support/scripted_server.h"
#include "unit/app/holding_clock.h"

namespace pitel {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kCalls[] = R"({"data": [{"call_id": "a",
    "call_state": "RINGING", "direction": "inbound", "extension": "100",
    "domain_name": "t.example.com", "server_host": "192.0.2.1"}],
    "total": 1})";
constexpr char kQueues[] = R"({"data": [{"call_center_queue_uuid": "q1",
    "call_center_agent_name": "person-canary", "mobile": "0900-canary",
    "call_uuid": "call-canary", "status": "Waiting",
    "joined_time": "2024-05-06T09:00:00+07:00"}]})";

class LastShown final : public TargetSink {
 public:
  void Show(ShownTarget target) override {
    const std::lock_guard lock(mutex_);
    shown_ = std::move(target);
    if (on_show_) on_show_();
  }
  void OnShow(std::function<void()> on_show) {
    const std::lock_guard lock(mutex_);
    on_show_ = std::move(on_show);
  }
  ShownTarget Get() const {
    const std::lock_guard lock(mutex_);
    return shown_;
  }

 private:
  mutable std::mutex mutex_;
  ShownTarget shown_;
  std::function<void()> on_show_;
};

// An API whose responses can be changed, by path.
class QueuePollTest : public testing::Test {
 protected:
  TargetConfig Config() const {
    TargetConfig config;
    config.name = "hcm";
    config.poll = {seconds(10), seconds(8), seconds(30)};
    config.api.url = *ParseBaseUrl(server_.url());
    config.api.credential = {CredentialKind::kApiKey, "0123abcd", {}};
    config.queues.enabled = true;
    return config;
  }

  void Set(const std::string& path, Script script) {
    const std::lock_guard lock(mutex_);
    scripts_[path] = std::move(script);
  }
  void SetMonitor(Script script) { Set("/v3/monitor", std::move(script)); }
  void SetQueue(Script script) {
    Set("/v3/monitor/callcenter/queue", std::move(script));
  }
  std::size_t RequestsOf(const std::string& path) const {
    std::size_t count = 0;
    for (const auto& request : server_.requests()) {
      count += request.target.substr(0, request.target.find('?')) == path;
    }
    return count;
  }
  std::size_t QueueRequests() const {
    return RequestsOf("/v3/monitor/callcenter/queue");
  }

  // Polls once, an interval after the last poll.
  bool Poll(Poller& poller) {
    clock_.Advance(seconds(10));
    return poller.PollOnce();
  }
  std::string Text() const { return SamplesOf(shown_.Get()); }
  EndpointOverview QueueOverview() const {
    return shown_.Get().overview.endpoints.at(1);
  }
  static std::string Failures(const std::string& reason, int count) {
    return "pitel_api_request_failures_total{target=\"hcm\",operation="
           "\"queue\",reason=\"" +
           reason + "\"} " + std::to_string(count) + "\n";
  }

  std::mutex mutex_;
  std::map<std::string, Script> scripts_{
      {"/v3/auth/token",
       Bytes(ResponseText(200, R"({"token": "t", "expired_in": 86400})"))},
      {"/v3/monitor", Bytes(ResponseText(200, kCalls))},
      {"/v3/monitor/callcenter/queue", Bytes(ResponseText(200, kQueues))}};
  ScriptedServer server_{
      [this](const ReceivedRequest& request, ServerConnection& connection) {
        Script script;
        {
          const std::lock_guard lock(mutex_);
          script = ByPath(scripts_);
        }
        script(request, connection);
      }};
  HoldingClock clock_;
  HttpClients clients_{clock_};
  Log log_{LogLevel::kError, LogFormat::kLogfmt};
  LastShown shown_;
};

constexpr char kUp[] = "pitel_up{target=\"hcm\"} 1\n";
constexpr char kDown[] = "pitel_up{target=\"hcm\"} 0\n";
constexpr char kQueueUp[] = "pitel_queue_up{target=\"hcm\"} 1\n";
constexpr char kQueueDown[] = "pitel_queue_up{target=\"hcm\"} 0\n";
constexpr char kRinging[] =
    "pitel_ringing_callers{target=\"hcm\",tenant=\"t.example.com\"} 1\n";
constexpr char kWaiting[] =
    "pitel_queue_waiting_callers{target=\"hcm\",tenant=\"t.example.com\","
    "queue=\"q1\"} 1\n";

TEST_F(QueuePollTest, AsksForTheQueuesAfterTheCalls) {
  Poller poller(Config(), clients_, clock_, log_, shown_);
  poller.Schedule(clock_.Now().steady);
  EXPECT_THAT(Text(), AllOf(HasSubstr(Failures("http_4xx", 0)),
                            Not(HasSubstr("pitel_queue_up"))));
  EXPECT_TRUE(Poll(poller));
  EXPECT_THAT(Text(), AllOf(HasSubstr(kUp), HasSubstr(kQueueUp),
                            HasSubstr(kRinging), HasSubstr(kWaiting)));
  EXPECT_THAT(Text(),
              HasSubstr("pitel_api_requests_total{target=\"hcm\",operation="
                        "\"queue\"} 1\n"));
  const auto requests = server_.requests();
  ASSERT_EQ(requests.size(), 3u);
  EXPECT_EQ(requests[2].target, "/v3/monitor/callcenter/queue?");
  EXPECT_EQ(requests[2].Header("Authorization"), "Bearer t");
}

TEST_F(QueuePollTest, HasNoSeriesOfQueuesUnlessTheyAreEnabled) {
  TargetConfig config = Config();
  config.queues.enabled = false;
  Poller poller(config, clients_, clock_, log_, shown_);
  EXPECT_TRUE(Poll(poller));
  EXPECT_THAT(Text(), Not(HasSubstr("queue")));
  EXPECT_EQ(QueueRequests(), 0u);
}

TEST_F(QueuePollTest, LeavesTheCallsAloneWhateverHappensToTheQueues) {
  const std::pair<Script, std::string> cases[] = {
      {Bytes(ResponseText(401)), "unauthorized"},
      {Bytes(ResponseText(403)), "forbidden"},
      {Bytes(ResponseText(404)), "http_4xx"},
      {Bytes(ResponseText(429)), "rate_limited"},
      {Bytes(ResponseText(500)), "http_5xx"},
      {Bytes(ResponseText(200, "garbage")), "parse"},
      {Bytes(ResponseText(200, "{}")), "schema"},
      {BytesThenClose("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{"),
       "truncated"},
  };
  for (const auto& [script, reason] : cases) {
    SetQueue(Bytes(ResponseText(200, kQueues)));
    Poller poller(Config(), clients_, clock_, log_, shown_);
    EXPECT_TRUE(Poll(poller));
    SetQueue(script);
    const auto tokens = RequestsOf("/v3/auth/token");
    EXPECT_TRUE(Poll(poller)) << reason;
    EXPECT_THAT(Text(), AllOf(HasSubstr(kUp), HasSubstr(kQueueDown),
                              HasSubstr(kRinging), HasSubstr(kWaiting)))
        << "the last response is not too old yet";
    EXPECT_THAT(Text(), HasSubstr(Failures(reason, 1)));
    EXPECT_THAT(Text(), HasSubstr("operation=\"monitor\",reason=\"" + reason +
                                  "\"} 0\n"));
    EXPECT_THAT(QueueOverview().failure, HasSubstr("queue: ")) << reason;
    EXPECT_EQ(shown_.Get().overview.last_failure, "");
    EXPECT_TRUE(Poll(poller)) << reason;
    EXPECT_EQ(RequestsOf("/v3/auth/token"), tokens)
        << "the token serves for calls: " << reason;
    const SteadyTime later = clock_.Now().steady + seconds(25);
    EXPECT_THAT(SamplesOf(shown_.Get(), later),
                AllOf(HasSubstr(kRinging), Not(HasSubstr(kWaiting))));
  }
}

TEST_F(QueuePollTest, SharesTheTimeoutWithTheCalls) {
  SetQueue([](const auto&, auto& connection) { connection.Hang(); });
  TargetConfig config = Config();
  config.poll.timeout = seconds(2);
  Poller poller(config, clients_, clock_, log_, shown_);
  EXPECT_TRUE(Poll(poller));
  EXPECT_THAT(Text(),
              AllOf(HasSubstr(kUp), HasSubstr(kRinging), HasSubstr(kQueueDown),
                    HasSubstr(Failures("timeout", 1))));
  const auto& overview = shown_.Get().overview;
  EXPECT_LT(overview.poll_duration, seconds(2)) << "of the calls alone";
}

TEST_F(QueuePollTest, LeavesTimeForTheNextPollToBegin) {
  SetMonitor([this](const auto&, auto& connection) {
    clock_.Advance(std::chrono::milliseconds(8500));
    connection.Send(ResponseText(200, kCalls));
  });
  SetQueue([](const auto&, auto& connection) { connection.Hang(); });
  TargetConfig config = Config();
  config.poll.timeout = config.poll.interval;
  Poller poller(config, clients_, clock_, log_, shown_);
  const Moment first = clock_.Now();
  poller.Schedule(first.steady);
  EXPECT_EQ(poller.Wake(first), first.steady + seconds(10));
  EXPECT_THAT(Text(), HasSubstr(Failures("timeout", 1)));
}

TEST_F(QueuePollTest, ShowsTheCallsBeforeTheQueuesRespond) {
  std::string text;
  SetQueue([&](const auto&, auto& connection) {
    text = Text();
    connection.Send(ResponseText(200, kQueues));
  });
  Poller poller(Config(), clients_, clock_, log_, shown_);
  EXPECT_TRUE(Poll(poller));
  EXPECT_THAT(text, AllOf(HasSubstr(kUp), HasSubstr(kRinging),
                          Not(HasSubstr(kWaiting))));
}

TEST_F(QueuePollTest, AsksAgainEveryFiveMinutesAfterA404Or403) {
  for (const int status : {403, 404}) {
    SetQueue(Bytes(ResponseText(status)));
    Poller poller(Config(), clients_, clock_, log_, shown_);
    const auto before = QueueRequests();
    for (int i = 0; i < 60; ++i) EXPECT_TRUE(Poll(poller));
    EXPECT_EQ(QueueRequests() - before, 2u) << status;
    EXPECT_THAT(Text(), HasSubstr(kQueueDown));
    SetQueue(Bytes(ResponseText(200, kQueues)));
    for (int i = 0; i < 3; ++i) EXPECT_TRUE(Poll(poller));
    EXPECT_THAT(Text(), HasSubstr(kQueueUp));
    EXPECT_EQ(QueueRequests() - before, 5u) << "as usual after a response";
  }
}

TEST_F(QueuePollTest, AsksForTheQueuesIfTheCallsFail) {
  SetMonitor(Bytes(ResponseText(500)));
  Poller poller(Config(), clients_, clock_, log_, shown_);
  EXPECT_FALSE(Poll(poller));
  EXPECT_THAT(Text(),
              AllOf(HasSubstr(kDown), HasSubstr(kQueueUp),
                    HasSubstr("pitel_queue_waiting_callers{target=\"hcm\","
                              "tenant=\"unknown\",queue=\"q1\"} 1\n")));
}

TEST_F(QueuePollTest, DoesNotAskWithoutAToken) {
  Poller poller(Config(), clients_, clock_, log_, shown_);
  EXPECT_TRUE(Poll(poller));
  Set("/v3/auth/token", Bytes(ResponseText(500)));
  SetMonitor(Bytes(ResponseText(401)));
  EXPECT_FALSE(Poll(poller));
  EXPECT_FALSE(Poll(poller));
  EXPECT_EQ(QueueRequests(), 1u);
  EXPECT_THAT(Text(), AllOf(HasSubstr(kDown), HasSubstr(kQueueDown),
                            Not(HasSubstr("operation=\"queue\",reason="
                                          "\"unauthorized\"} 1"))));
}

TEST_F(QueuePollTest, KeepsTheCallsIfThePollHangsInTheQueues) {
  SetQueue([this](const auto&, auto& connection) {
    clock_.Hold();
    connection.Send(ResponseText(200, kQueues));
  });
  Poller poller(Config(), clients_, clock_, log_, shown_);
  std::jthread polling([&] { EXPECT_TRUE(poller.PollOnce()); });
  clock_.AwaitHolding();
  clock_.Advance(seconds(11));
  for (int i = 0; i < 3; ++i) poller.Check(SteadyTime::min());
  EXPECT_THAT(Text(),
              AllOf(HasSubstr(kUp), HasSubstr(kRinging), HasSubstr(kQueueDown),
                    HasSubstr(Failures("stuck", 1))));
  clock_.Advance(seconds(10));
  for (int i = 0; i < 3; ++i) poller.Check(SteadyTime::min());
  EXPECT_THAT(Text(), AllOf(HasSubstr(kDown), HasSubstr(Failures("stuck", 2))))
      << "the next poll cannot begin";
  clock_.Release();
  polling.join();
  EXPECT_THAT(Text(), Not(HasSubstr(kWaiting))) << "it came too late";
  SetQueue(Bytes(ResponseText(200, kQueues)));
  EXPECT_TRUE(Poll(poller));
  EXPECT_THAT(Text(),
              AllOf(HasSubstr(kUp), HasSubstr(kQueueUp), HasSubstr(kWaiting),
                    HasSubstr(Failures("stuck", 2))));
}

TEST_F(QueuePollTest, HasNoQueuesWhileThePollHangsInTheCalls) {
  Poller poller(Config(), clients_, clock_, log_, shown_);
  EXPECT_TRUE(Poll(poller));
  EXPECT_THAT(Text(), HasSubstr(kQueueUp));
  SetMonitor([this](const auto&, auto& connection) {
    clock_.Hold();
    connection.Send(ResponseText(200, kCalls));
  });
  std::jthread polling([&] { EXPECT_FALSE(poller.PollOnce()); });
  clock_.AwaitHolding();
  clock_.Advance(seconds(11));
  poller.Check(SteadyTime::min());
  EXPECT_THAT(Text(), AllOf(HasSubstr(kDown), HasSubstr(kQueueDown),
                            HasSubstr(Failures("stuck", 0))));
  clock_.Release();
}

TEST_F(QueuePollTest, HasNoQueuesWhileThePollWaitsTooLong) {
  Poller poller(Config(), clients_, clock_, log_, shown_);
  EXPECT_TRUE(Poll(poller));
  poller.Schedule(clock_.Now().steady);
  clock_.Advance(seconds(11));
  poller.Check(SteadyTime::min());
  EXPECT_THAT(Text(), AllOf(HasSubstr(kDown), HasSubstr(kQueueDown),
                            HasSubstr(Failures("stuck", 0))));
}

TEST_F(QueuePollTest, DoesNotCountAsStuckWhatIsAlreadyRecorded) {
  SetMonitor(Bytes(ResponseText(500)));
  Poller poller(Config(), clients_, clock_, log_, shown_);
  // The poll is held after the failure of the calls, before it asks for the
  // queues.
  shown_.OnShow([this] { clock_.Hold(); });
  std::jthread polling([&] { EXPECT_FALSE(poller.PollOnce()); });
  clock_.AwaitHolding();
  shown_.OnShow(nullptr);
  clock_.Advance(seconds(30));
  for (int i = 0; i < 3; ++i) poller.Check(SteadyTime::min());
  clock_.Release();
  polling.join();
  EXPECT_THAT(Text(), AllOf(HasSubstr("operation=\"monitor\","
                                      "reason=\"http_5xx\"} 1\n"),
                            Not(HasSubstr("reason=\"stuck\"} 1\n"))));
  EXPECT_THAT(shown_.Get().overview.last_failure, Not(HasSubstr("hangs")));
}

TEST_F(QueuePollTest, LogsAnOutageOfTheQueuesOnceAndNothingPersonal) {
  testing::internal::CaptureStderr();
  {
    Log log(LogLevel::kDebug, LogFormat::kLogfmt);
    Poller poller(Config(), clients_, clock_, log, shown_);
    EXPECT_TRUE(Poll(poller));
    SetQueue(Bytes(ResponseText(500, "body-canary")));
    for (int i = 0; i < 3; ++i) EXPECT_TRUE(Poll(poller));
    SetQueue(Bytes(ResponseText(200, kQueues)));
    EXPECT_TRUE(Poll(poller));
    log.Flush(minutes(1));
  }
  const std::string lines = testing::internal::GetCapturedStderr();
  const auto count_of = [&](const std::string& part) {
    int count = 0;
    for (auto at = lines.find(part); at != lines.npos;
         at = lines.find(part, at + 1)) {
      ++count;
    }
    return count;
  };
  EXPECT_EQ(count_of("level=warn msg=\"endpoint failed\" target=hcm "
                     "operation=queue reason=http_5xx"),
            1)
      << lines;
  EXPECT_EQ(count_of("level=info msg=\"endpoint is up\" target=hcm "
                     "operation=queue response=\"waiting in queues: 1\""),
            2)
      << lines;
  EXPECT_EQ(count_of("msg=\"target is up\""), 1) << lines;
  EXPECT_EQ(count_of("canary"), 0) << lines;
  EXPECT_THAT(Text(), Not(HasSubstr("canary")));
}

}  // namespace
}  // namespace pitel
