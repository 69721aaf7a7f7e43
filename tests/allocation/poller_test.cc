#include "app/poller.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <sstream>
#include <string>

#include "support/fake_clock.h"
#include "support/page_text.h"
#include "support/scripted_api.h"
#include "support/temporary_folder.h"
#include "sweep.h"

namespace pitel {
namespace {

using std::chrono::seconds;
using ::testing::HasSubstr;

// Keeps what was shown last.
class LastShown final : public TargetSink {
 public:
  void Show(ShownTarget target) override { shown_ = std::move(target); }

  std::string Text() const { return SamplesOf(shown_); }

 private:
  ShownTarget shown_;
};

std::string Row(const std::string& tenant, const std::string& call,
                const char* state) {
  return R"({"domain_name": ")" + tenant +
         R"(.tenants.example.com", "server_host": "pbx-1.example.com",
          "direction": "inbound", "extension": "100", "call_id": ")" +
         call + R"(", "call_state": ")" + state +
         R"(", "call_center_queue_uuid": "q", "status": "Waiting",
          "call_uuid": ")" +
         call + R"("})";
}

// One call that no other document shows, beside rows that stay the same. It is
// the response of the monitor and of the queues.
std::string Document(int call) {
  return R"({"data": [)" + Row("a", "a" + std::to_string(call), "ONCALL") +
         "," + Row("b", "b", "RINGING") + "," + Row("c", "c", "IDLE") +
         R"(], "total": 3})";
}

class PollerTest : public ::testing::Test {
 protected:
  TargetConfig Config() const {
    TargetConfig config;
    config.name = "hcm";
    config.poll = {seconds(10), seconds(8), seconds(30)};
    config.api.url = *ParseBaseUrl(api_.url());
    config.api.credential = {CredentialKind::kBearerToken, "0123abcd", {}};
    config.calls.grace = seconds(10);
    return config;
  }

  std::string CallsOf(const std::string& family, int value) const {
    return "pitel_calls_" + family +
           "_total{target=\"hcm\",tenant=\"a.tenants.example.com\","
           "direction=\"inbound\"} " +
           std::to_string(value) + "\n";
  }

  // The sum of all series of the family on the page.
  double Total(const std::string& family) const {
    double total = 0;
    std::istringstream lines(shown_.Text());
    for (std::string line; std::getline(lines, line);) {
      if (!line.starts_with(family + "{")) continue;
      total += std::stod(line.substr(line.rfind(' ')));
    }
    return total;
  }

  // Polls once, an interval after the last poll.
  bool Poll(Poller& poller) {
    clock_.Advance(seconds(10));
    return poller.PollOnce();
  }

  // Each call appears in a poll that runs out of memory and in one that does
  // not.
  std::size_t SweepPolls(const TargetConfig& config) {
    Poller poller(config, clients_, clock_, log_, shown_);
    std::atomic<int> requests = 0;
    api_.OnRequest([&] { ++requests; });
    api_.SetResponse(200, Document(0));
    EXPECT_TRUE(Poll(poller));
    int calls = 0;
    api_.SetResponse(200, Document(++calls));
    const auto failed = SweepAllocations(
        AllocationScope::kThisThread, [&]() noexcept { Poll(poller); },
        [&] {
          EXPECT_TRUE(Poll(poller));
          EXPECT_THAT(shown_.Text(), HasSubstr("pitel_up{target=\"hcm\"} 1\n"));
          EXPECT_THAT(shown_.Text(), HasSubstr(CallsOf("started", calls)));
          EXPECT_THAT(shown_.Text(), HasSubstr(CallsOf("answered", calls)));
          if (config.queues.enabled) ExpectJoined(calls);
          api_.SetResponse(200, Document(++calls));
        });
    ExpectAllEnded(poller, calls - 1);
    // The API does not see a request that meets a closed connection.
    EXPECT_GE(Total("pitel_api_requests_total"), requests);
    api_.OnRequest({});
    return failed;
  }

  void ExpectJoined(int callers) {
    EXPECT_THAT(shown_.Text(), HasSubstr("pitel_queue_up{target=\"hcm\"} 1\n"));
    EXPECT_THAT(shown_.Text(),
                HasSubstr("pitel_queue_joined_total{target=\"hcm\",tenant="
                          "\"unknown\",queue=\"q\"} " +
                          std::to_string(callers) + "\n"));
  }

  void ExpectAllEnded(Poller& poller, int calls) {
    api_.SetResponse(200, R"({"data": [], "total": 0})");
    for (int i = 0; i < 3; ++i) EXPECT_TRUE(Poll(poller));
    EXPECT_THAT(shown_.Text(), HasSubstr(CallsOf("started", calls)));
    EXPECT_THAT(shown_.Text(), HasSubstr(CallsOf("ended", calls)));
  }

  ScriptedApi api_;
  FakeClock clock_;
  HttpClients clients_{clock_};
  Log log_{LogLevel::kError, LogFormat::kLogfmt};
  LastShown shown_;
};

TEST_F(PollerTest, CountsEachCallOnceWhicheverAllocationFails) {
  EXPECT_GT(SweepPolls(Config()), 500u);
}

// The host name is resolved, and the credential is read from a file.
TEST_F(PollerTest, CountsEachCallOnceWithAHostNameAndACredentialFile) {
  const TemporaryFolder folder;
  TargetConfig config = Config();
  config.api.url.host = "localhost";
  config.api.credential = {CredentialKind::kBearerToken, "",
                           folder.Write("token", "0123abcd\n")};
  EXPECT_GT(SweepPolls(config), 500u);
}

TEST_F(PollerTest, CountsEachCallerOfAQueueOnceWhicheverAllocationFails) {
  TargetConfig config = Config();
  config.queues.enabled = true;
  EXPECT_GT(SweepPolls(config), 800u);
}

TEST_F(PollerTest, CountsAFailureAfterEachFailedAllocation) {
  Poller poller(Config(), clients_, clock_, log_, shown_);
  api_.SetResponse(500, "");
  int polls = 0;
  const auto failed = SweepAllocations(
      AllocationScope::kThisThread,
      [&]() noexcept {
        Poll(poller);
        ++polls;
      },
      [&] {
        EXPECT_FALSE(Poll(poller));
        ++polls;
        EXPECT_THAT(shown_.Text(), HasSubstr("pitel_up{target=\"hcm\"} 0\n"));
        EXPECT_EQ(Total("pitel_api_request_failures_total"), polls);
      });
  EXPECT_GT(failed, 300u);
}

TEST_F(PollerTest, IsMadeOrThrowsWhicheverAllocationFails) {
  const auto failed = SweepAllocations(
      AllocationScope::kThisThread,
      [&] {
        Poller poller(Config(), clients_, clock_, log_, shown_);
        poller.Schedule(SteadyTime::max());
      },
      [] {});
  EXPECT_GT(failed, 500u);
}

}  // namespace
}  // namespace pitel
