#include "app/target_set.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <vector>

#include "app/publisher.h"
#include "render/source.h"
#include "support/scripted_api.h"

namespace pitel {
namespace {

using std::chrono::hours;
using std::chrono::seconds;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr char kOneCall[] = R"({"data": [{"call_id": "a",
    "call_state": "RINGING", "direction": "inbound", "extension": "100",
    "domain_name": "t.example.com", "server_host": "192.0.2.1"}],
    "total": 1})";

class TargetSetTest : public testing::Test {
 protected:
  TargetSetTest() { api_.SetResponse(200, kOneCall); }

  TargetConfig Config(const std::string& name) const {
    TargetConfig config;
    config.name = name;
    config.poll = {hours(1), seconds(8), hours(3)};
    config.api.url = *ParseBaseUrl(api_.url());
    config.api.credential = {CredentialKind::kBearerToken, "0123abcd", {}};
    return config;
  }
  void Apply(const std::vector<TargetConfig>& targets) {
    targets_.Apply(targets_.Prepare(targets));
  }
  // Each target that is shown, and whether it was polled.
  std::vector<std::string> Shown() {
    publisher_.PublishNow();
    std::vector<std::string> shown;
    for (const auto& target : publisher_.overview()) {
      shown.push_back(target.name + (target.polled ? " polled" : ""));
    }
    return shown;
  }
  std::vector<std::string> Await(const std::vector<std::string>& expected) {
    while (Shown() != expected) std::this_thread::yield();
    return expected;
  }
  std::vector<std::string> Watched() const {
    std::vector<std::string> names;
    for (const auto& one : targets_.watched()) names.emplace_back(one->Name());
    return names;
  }

  ScriptedApi api_;
  const SystemClock clock_;
  Log log_{LogLevel::kError, LogFormat::kLogfmt};
  Publisher publisher_{[] { return RenderSource({}, ""); }, clock_};
  HttpClients clients_{clock_};
  PollThreads threads_{{}, clock_};
  TargetSet targets_{clients_, clock_, log_, publisher_, threads_};
};

TEST_F(TargetSetTest, ShowsATargetBeforeItIsPolled) {
  Apply({Config("a"), Config("b")});
  EXPECT_THAT(Shown(), ElementsAre("a", "b"));
  EXPECT_THAT(Watched(), ElementsAre("target a", "target b"));
}

TEST_F(TargetSetTest, ChangesNothingWhenItPrepares) {
  Apply({Config("a")});
  const auto other = std::vector{Config("b")};
  const auto changes = targets_.Prepare(other);
  EXPECT_THAT(changes.removed, ElementsAre("a"));
  EXPECT_EQ(changes.added.size(), 1u);
  EXPECT_THAT(Shown(), ElementsAre("a"));
}

TEST_F(TargetSetTest, FindsNoChangesInTheSameTargets) {
  Apply({Config("a")});
  const auto same = std::vector{Config("a")};
  const auto changes = targets_.Prepare(same);
  EXPECT_THAT(changes.added, IsEmpty());
  EXPECT_THAT(changes.changed, IsEmpty());
  EXPECT_THAT(changes.removed, IsEmpty());
}

TEST_F(TargetSetTest, RefusesOptionsThatCannotBePutToUse) {
  auto broken = std::vector{Config("a")};
  broken.front().api.headers["X-Gateway"] = "1\r\nX-Other: 2";
  EXPECT_THROW(targets_.Prepare(broken), std::exception);
}

TEST_F(TargetSetTest, RemovesAndAddsTargetsWhileItPolls) {
  Apply({Config("a"), Config("b")});
  threads_.Start();
  Await({"a polled", "b"});  // b: in five seconds
  Apply({Config("a"), Config("c")});
  Await({"a polled", "c polled"});
  EXPECT_EQ(targets_.size(), 2u);
  Apply({});
  EXPECT_THAT(Shown(), IsEmpty());
  EXPECT_THAT(Watched(), IsEmpty());
}

TEST_F(TargetSetTest, DoesNotShowARemovedTargetAgainWhosePollHangs) {
  api_.SetSilent();
  Apply({Config("a")});
  threads_.Start();
  ASSERT_TRUE(api_.WaitForRequests(1));
  Apply({});
  EXPECT_THAT(Shown(), IsEmpty());
  Apply({Config("a")});
  EXPECT_THAT(Shown(), ElementsAre("a"));
  targets_.Stop();
}

TEST_F(TargetSetTest, ChangesATargetAndKeepsThatItWasPolled) {
  Apply({Config("a")});
  threads_.Start();
  Await({"a polled"});
  TargetConfig changed = Config("a");
  changed.poll.interval = hours(2);
  changed.api.monitor_path = "/other";
  Apply({changed});
  EXPECT_THAT(Shown(), ElementsAre("a polled"));
  EXPECT_THAT(targets_.Prepare(std::vector{changed}).changed, IsEmpty());
}

TEST(MostPolls, LimitsThoseOfEachHost) {
  std::vector<TargetConfig> targets(300);
  EXPECT_EQ(MostPolls(targets), 256u);
  targets.front().api.headers["X-Host"] = "1";
  EXPECT_EQ(MostPolls(targets), 257u);
  EXPECT_EQ(MostPolls({}), 0u);
}

}  // namespace
}  // namespace pitel
