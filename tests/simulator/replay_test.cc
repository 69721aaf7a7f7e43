#include "simulator/replay.h"

#include <gtest/gtest.h>

#include "simulator/api.h"
#include "simulator/sample_worlds.h"

namespace pitel::simulation {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

std::vector<RecordedPoll> Polls() {
  std::vector<RecordedPoll> polls(3);
  for (int i = 0; i < 3; ++i) {
    polls[i].at = seconds(100 + 10 * i);
    polls[i].duration = milliseconds(20);
    polls[i].body = R"({"data":[],"total":)" + std::to_string(i) + "}";
  }
  return polls;
}

TEST(Replay, FollowsTheTimesOfTheRecording) {
  Replay replay(Polls(), ReplayPace::kRecorded);
  EXPECT_EQ(replay.Next(seconds(0)).at, seconds(100));
  EXPECT_EQ(replay.Next(seconds(9)).at, seconds(100));
  EXPECT_EQ(replay.Next(seconds(10)).at, seconds(110));
  EXPECT_EQ(replay.Next(seconds(999)).at, seconds(120));
  EXPECT_EQ(replay.start().time_since_epoch(), seconds(100));
}

TEST(Replay, MayServeOnePollForEachRequest) {
  Replay replay(Polls(), ReplayPace::kRequest);
  for (const int at : {100, 110, 120, 120}) {
    EXPECT_EQ(replay.Next(seconds(0)).at, seconds(at));
  }
}

// An Api that replays, as a client sees it.
class ReplayingApi : public testing::Test {
 protected:
  Response Monitor(std::vector<RecordedPoll> polls, ReplayPace pace) {
    World world(Plain(1, 0));
    Api api(world,
            {.start = kMonday,
             .speed = 1,
             .api_key = "k",
             .rows = {},
             .recording = std::move(polls),
             .replay_pace = pace},
            [] { return seconds(10); });
    const Response token =
        api.Handle({"POST", "/v3/auth/token", "", R"({"api_key":"k"})"});
    const std::size_t start = token.body.find(R"("token":")") + 9;
    const std::string bearer =
        "Bearer " +
        token.body.substr(start, token.body.find('"', start) - start);
    return api.Handle({"GET", "/v3/monitor?=null", bearer, ""});
  }

  Response Failed(const std::string& reason, unsigned status) {
    RecordedPoll poll;
    poll.failure = reason;
    poll.status = status;
    return Monitor({poll}, ReplayPace::kRequest);
  }
};

TEST_F(ReplayingApi, ServesTheRecordingInsteadOfTheWorld) {
  const Response recorded = Monitor(Polls(), ReplayPace::kRecorded);
  EXPECT_EQ(recorded.body, R"({"data":[],"total":1})");
  EXPECT_EQ(recorded.delay, milliseconds(20));
  const Response first = Monitor(Polls(), ReplayPace::kRequest);
  EXPECT_EQ(first.body, R"({"data":[],"total":0})");
  EXPECT_EQ(first.delay, Elapsed(0));
}

TEST_F(ReplayingApi, MovesCallTimesToThePresent) {
  RecordedPoll poll;
  poll.at = (kMonday - std::chrono::hours(48)).time_since_epoch() /
            milliseconds(1) * milliseconds(1);
  poll.body = R"({"data":[{"call_time":"2024-05-04 08:59:57"}]})";
  EXPECT_EQ(Monitor({poll}, ReplayPace::kRecorded).body,
            R"({"data":[{"call_time":"2024-05-06 08:59:57"}]})");
}

TEST_F(ReplayingApi, FailsAsTheRecordedHostDid) {
  EXPECT_EQ(Failed("http_5xx", 503).status, 503u);
  EXPECT_EQ(Failed("parse", 0).body, "{");
  EXPECT_NE(Failed("schema", 0).body.find("fail"), std::string::npos);
  EXPECT_TRUE(Failed("timeout", 0).reset);
}

}  // namespace
}  // namespace pitel::simulation
