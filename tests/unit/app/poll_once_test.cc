#include "app/poll_once.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "support/scripted_api.h"

namespace pitel {
namespace {

using std::chrono::seconds;
using testing::AllOf;
using testing::HasSubstr;

class PollOnceTest : public testing::Test {
 protected:
  PollOnceTest() {
    for (ScriptedApi* api : {&a_, &b_}) {
      api->SetResponse(200, R"({"data": [], "total": 0})");
    }
  }

  void Add(const std::string& name, const ScriptedApi& api) {
    TargetConfig config;
    config.name = name;
    config.poll = {seconds(60), seconds(50), seconds(180)};
    config.api.url = *ParseBaseUrl(api.url());
    config.api.credential = {CredentialKind::kBearerToken, "0123abcd", {}};
    pollers_.push_back(
        std::make_unique<Poller>(config, clients_, clock_, log_, publisher_));
  }

  // Polls; what it printed.
  std::string Poll(bool succeeds) {
    testing::internal::CaptureStdout();
    EXPECT_EQ(PollOnce(pollers_, clock_, publisher_), succeeds);
    return testing::internal::GetCapturedStdout();
  }

  ScriptedApi a_;
  ScriptedApi b_;
  const SystemClock clock_;
  HttpClients clients_{clock_};
  Log log_{LogLevel::kError, LogFormat::kLogfmt};
  Publisher publisher_{[] { return RenderSource({}, ""); }, clock_};
  std::vector<std::unique_ptr<Poller>> pollers_;
};

TEST_F(PollOnceTest, PrintsThePageOfEveryTarget) {
  Add("a", a_);
  Add("b", b_);
  EXPECT_THAT(Poll(true), AllOf(HasSubstr("\npitel_up{target=\"a\"} 1\n"
                                          "pitel_up{target=\"b\"} 1\n"),
                                HasSubstr("\nprocess_start_time_seconds ")));
}

TEST_F(PollOnceTest, FailsIfOnePollFails) {
  Add("a", a_);
  Add("b", b_);
  b_.SetResponse(500, "");
  EXPECT_THAT(Poll(false), HasSubstr("\npitel_up{target=\"a\"} 1\n"
                                     "pitel_up{target=\"b\"} 0\n"));
}

}  // namespace
}  // namespace pitel
