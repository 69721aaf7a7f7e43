#include "simulator/api.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "simulator/parsed_response.h"
#include "simulator/sample_worlds.h"

namespace pitel::simulation {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;
using testing::HasSubstr;

// An Api whose real time stands still until a test moves it.
class ApiTest : public testing::Test {
 protected:
  Response Send(const std::string& method, const std::string& target,
                const std::string& body = "") {
    return api_.Handle({method, target, authorization_, body});
  }

  void LogIn() { LogIn(api_); }

  void LogIn(Api& api) {
    const Response response =
        api.Handle({"POST", "/v3/auth/token", "", R"({"api_key":"the key"})"});
    ASSERT_EQ(response.status, 200u);
    const std::size_t start = response.body.find(R"("token":")") + 9;
    authorization_ =
        "Bearer " +
        response.body.substr(start, response.body.find('"', start) - start);
  }

  ParsedResponse Monitor() {
    const Response response = Send("GET", "/v3/monitor?=null");
    EXPECT_EQ(response.status, 200u);
    return ParseResponse(Bytes(response));
  }

  static std::string Bytes(const Response& response) {
    if (!response.stream) return response.body;
    std::string buffer;
    std::string json;
    response.stream(buffer, [&json](std::string_view chunk) {
      json += chunk;
      return true;
    });
    return json;
  }

  unsigned Inject(const std::string& condition) {
    return Send("POST", "/inject/" + condition).status;
  }

  World world_{Mixed()};
  Elapsed elapsed_{};
  Api api_{world_,
           {.start = kMonday + minutes(10),
            .speed = 2,
            .api_key = "the key",
            .token_lifetime = seconds(100),
            .rows = {}},
           [this] { return elapsed_; }};
  std::string authorization_;
};

TEST_F(ApiTest, ExchangesTheKeyForAToken) {
  const Response response =
      Send("POST", "/v3/auth/token", R"({"api_key":"the key"})");
  EXPECT_EQ(response.status, 200u);
  EXPECT_THAT(response.body, HasSubstr(R"("expired_in":100,)"));
  EXPECT_THAT(response.body, HasSubstr(R"("token_type":"Bearer")"));
  LogIn();
  EXPECT_EQ(Monitor().total, 600u);
}

TEST_F(ApiTest, RefusesAWrongKey) {
  EXPECT_EQ(Send("POST", "/v3/auth/token", R"({"api_key":"a"})").status, 401u);
  EXPECT_EQ(Send("POST", "/v3/auth/token", R"({"key":"a"})").status, 400u);
  EXPECT_EQ(Send("POST", "/v3/auth/token", "{").status, 400u);
  EXPECT_EQ(Send("GET", "/v3/auth/token").status, 405u);
}

TEST_F(ApiTest, MonitorNeedsAValidToken) {
  EXPECT_EQ(Send("GET", "/v3/monitor").status, 401u);
  authorization_ = "Bearer guessed";
  EXPECT_EQ(Send("GET", "/v3/monitor").status, 401u);
  LogIn();
  elapsed_ = seconds(99);
  EXPECT_EQ(Send("GET", "/v3/monitor").status, 200u);
  elapsed_ = seconds(100);
  EXPECT_EQ(Send("GET", "/v3/monitor").status, 401u);
  LogIn();
  EXPECT_EQ(Send("GET", "/v3/monitor").status, 200u);
  EXPECT_EQ(Inject("revoke"), 200u);
  EXPECT_EQ(Send("GET", "/v3/monitor").status, 401u);
}

TEST_F(ApiTest, TheWorldRunsAtItsSpeed) {
  elapsed_ = seconds(30);
  EXPECT_EQ(Send("GET", "/truth").status, 200u);
  EXPECT_EQ(world_.now(), kMonday + minutes(11));
}

TEST_F(ApiTest, AResponseShowsTheMomentOfItsRequest) {
  LogIn();
  const Response response = Send("GET", "/v3/monitor");
  const std::string then = RenderToString(world_);
  elapsed_ = seconds(60);
  api_.Advance();
  const std::string json = Bytes(response);
  EXPECT_EQ(json, then);
  EXPECT_NE(json, RenderToString(world_));
}

TEST_F(ApiTest, UnknownPathsAreNotFound) {
  EXPECT_EQ(Send("GET", "/").status, 404u);
  EXPECT_EQ(Send("GET", "/v3/monitors").status, 404u);
  EXPECT_EQ(Send("POST", "/inject/everything").status, 404u);
  EXPECT_EQ(Send("POST", "/v3/monitor").status, 405u);
  EXPECT_EQ(Send("GET", "/inject/clear").status, 405u);
}

TEST_F(ApiTest, InjectsABacklog) {
  EXPECT_EQ(Inject("backlog?tenant=t00002.example.com&callers=7&seconds=500"),
            200u);
  int injected = 0;
  for (const LiveCall& live : world_.LiveCalls()) {
    if (!live.call.injected) continue;
    ++injected;
    EXPECT_EQ(live.call.tenant, 1u);
  }
  EXPECT_EQ(injected, 7);
}

TEST_F(ApiTest, InjectsACrash) {
  LogIn();
  EXPECT_EQ(Inject("crash?server=203.0.113.2&ghost_seconds=60"), 200u);
  EXPECT_GT(world_.GhostRows(), 0u);
  EXPECT_FALSE(world_.board().server_is_up[1]);
}

TEST_F(ApiTest, InjectsAnEmptyResponse) {
  LogIn();
  EXPECT_EQ(Inject("empty"), 200u);
  const auto empty = Monitor();
  EXPECT_TRUE(empty.rows.empty());
  EXPECT_EQ(empty.total, 0u);
  EXPECT_EQ(Monitor().rows.size(), 600u);
}

TEST_F(ApiTest, InjectsResponsesThatReportAFailure) {
  LogIn();
  EXPECT_EQ(Inject("fail?responses=4"), 200u);
  std::string bodies;
  for (int i = 0; i < 4; ++i) {
    const Response response = Send("GET", "/v3/monitor");
    EXPECT_EQ(response.status, 200u);
    EXPECT_FALSE(response.stream);
    bodies += response.body;
  }
  for (const char* key : {"\"error\":", "\"code\":", "\"errors\":"}) {
    EXPECT_THAT(bodies, HasSubstr(key));
  }
  EXPECT_EQ(Monitor().rows.size(), 600u);
}

TEST_F(ApiTest, QuirkyResponsesHaveTheRowsOfPlainOnes) {
  Api quirky(world_,
             {.start = kMonday,
              .api_key = "the key",
              .rows = {},
              .quirky_values = true},
             [this] { return elapsed_; });
  const auto bytes = [&] {
    return Bytes(quirky.Handle({"GET", "/v3/monitor", authorization_, ""}));
  };
  LogIn(quirky);
  const std::string first = bytes();
  EXPECT_EQ(ParseResponse(first).rows.size(), 600u);
  EXPECT_THAT(first, testing::ContainsRegex("\"call_id\":\"?[Nn]"));
  EXPECT_NE(bytes(), first);
  quirky.Handle({"POST", "/inject/empty", "", ""});
  EXPECT_THAT(bytes(), HasSubstr(R"("data":null)"));
}

TEST_F(ApiTest, InjectsIncompleteResponsesForAWhile) {
  LogIn();
  EXPECT_EQ(Inject("incomplete?rows=25&seconds=10"), 200u);
  const auto incomplete = Monitor();
  EXPECT_EQ(incomplete.rows.size(), 25u);
  EXPECT_EQ(incomplete.total, 600u);
  elapsed_ += seconds(10);
  EXPECT_EQ(Monitor().rows.size(), 600u);
}

TEST_F(ApiTest, InjectsAStatusForOneOperation) {
  LogIn();
  EXPECT_EQ(Inject("status?status=503&retry_after=7&seconds=5"), 200u);
  const Response refused = Send("GET", "/v3/monitor");
  EXPECT_EQ(refused.status, 503u);
  EXPECT_EQ(refused.retry_after, 7u);
  LogIn();
  EXPECT_EQ(Inject("status?status=500&operation=token"), 200u);
  EXPECT_EQ(Send("POST", "/v3/auth/token", "{}").status, 500u);
  EXPECT_EQ(Inject("clear"), 200u);
  EXPECT_EQ(Monitor().rows.size(), 600u);
  EXPECT_EQ(Send("POST", "/v3/auth/token", "{}").status, 400u);
}

TEST_F(ApiTest, InjectsDelaysAndResets) {
  EXPECT_EQ(Inject("delay?delay_seconds=1.5&seconds=5"), 200u);
  EXPECT_EQ(Send("GET", "/v3/monitor").delay, std::chrono::milliseconds(1500));
  EXPECT_EQ(Inject("down?seconds=5"), 200u);
  EXPECT_TRUE(Send("GET", "/v3/monitor").reset);
  EXPECT_FALSE(Send("GET", "/truth").reset);  // still available to tests
  elapsed_ += seconds(5);
  EXPECT_FALSE(Send("GET", "/v3/monitor").reset);
}

TEST_F(ApiTest, RefusesConditionsThatAreWrong) {
  for (const char* wrong :
       {"backlog?tenant=nobody", "backlog?caller=3", "backlog?callers=x",
        "backlog?callers=0", "backlog?callers=1e9", "crash?server=192.0.2.1",
        "status?status=200", "status?operation=truth", "delay?seconds=-1",
        "delay?operation=monitor", "busy?tenant=nobody", "garbage?rows=1",
        "down?seconds=nan", "empty?seconds=3", "fail?seconds=3", "clear?all"}) {
    EXPECT_EQ(Inject(wrong), 400u) << wrong;
  }
  EXPECT_EQ(world_.GhostRows(), 0u);
}

TEST_F(ApiTest, ListsTheCallersInQueues) {
  const auto send = [this] {
    return Send("GET", "/v3/monitor/callcenter/queue?");
  };
  EXPECT_EQ(send().status, 401u);
  LogIn();
  EXPECT_EQ(send().body,
            RenderQueueRows(world_.directory(), world_.QueueMembers(), {}));
  EXPECT_THAT(send().body, HasSubstr(R"("status":"Answered")"));
  EXPECT_EQ(Inject("garbage"), 200u);
  EXPECT_THAT(send().body, HasSubstr("<html>"));
  EXPECT_THAT(send().body, HasSubstr(R"({"data":)"));
  EXPECT_EQ(Inject("delay?operation=queue&delay_seconds=3"), 200u);
  EXPECT_EQ(send().delay, seconds(3));
  EXPECT_EQ(Send("GET", "/v3/monitor").delay, seconds(0));
  EXPECT_EQ(Inject("status?operation=queue&status=404"), 200u);
  EXPECT_EQ(send().status, 404u);
  EXPECT_EQ(Send("GET", "/v3/monitor").status, 200u);
}

TEST_F(ApiTest, MovesOnWhenItIsAdvanced) {
  EXPECT_EQ(Inject("advance?seconds=90"), 200u);
  EXPECT_EQ(world_.now(), kMonday + minutes(10) + seconds(90));
  elapsed_ = seconds(30);
  EXPECT_EQ(Inject("advance"), 200u);
  EXPECT_EQ(world_.now(), kMonday + minutes(10) + seconds(90 + 60 + 10));
  EXPECT_EQ(Inject("advance?seconds=-1"), 400u);
}

TEST_F(ApiTest, KeepsThePhonesOfATenantBusy) {
  EXPECT_EQ(Inject("busy?seconds=600"), 200u);
  EXPECT_EQ(Inject("advance?seconds=120"), 200u);
  for (const LiveCall& live : world_.LiveCalls()) {
    if (live.call.tenant != 0) continue;
    if (live.call.direction != Direction::kInbound) continue;
    EXPECT_NE(live.phase, Phase::kRinging);
  }
}

TEST_F(ApiTest, CountsItsRequests) {
  LogIn();
  Send("GET", "/v3/monitor");
  Inject("down");
  Send("GET", "/v3/monitor");
  EXPECT_EQ(Send("GET", "/requests").body,
            R"({"token":{"requests":1,"failures":0},)"
            R"("monitor":{"requests":2,"failures":1},)"
            R"("queue":{"requests":0,"failures":0},)"
            R"("truth":{"requests":0,"failures":0},)"
            R"("inject":{"requests":1,"failures":0},)"
            R"("requests":{"requests":0,"failures":0},)"
            R"("other":{"requests":0,"failures":0}})"
            "\n");
}

}  // namespace
}  // namespace pitel::simulation
