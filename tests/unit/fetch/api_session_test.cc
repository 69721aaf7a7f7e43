#include "fetch/api_session.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "json/scalars.h"
#include "support/forward_clock.h"
#include "support/temporary_folder.h"
#include "unit/fetch/fetching.h"

namespace pitel {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kMonitor[] = "/v3/monitor";
constexpr char kToken[] = "/v3/auth/token";

// Responds with token-1, token-2, ... that expire after `lifetime`.
Script GiveTokens(std::chrono::seconds lifetime = 1h) {
  auto count = std::make_shared<std::atomic<int>>(0);
  return [=](const auto&, auto& connection) {
    connection.Send(
        ResponseText(200, R"({"token": "token-)" + std::to_string(++*count) +
                              R"(", "expired_in": )" +
                              std::to_string(lifetime.count()) + "}"));
  };
}

Script TakeToken(std::string token, std::string body = "{}") {
  return [=](const auto& request, auto& connection) {
    const bool accepted = request.Header("Authorization") == "Bearer " + token;
    connection.Send(
        ResponseText(accepted ? 200 : 401, accepted ? body : "secret"));
  };
}

// Takes everything, up to the end.
std::optional<JsonError> ReadAll(ByteSource& body) {
  while (!body.Next().empty()) continue;
  return std::nullopt;
}

std::vector<std::string> OperationsOf(const FetchReport& report) {
  std::vector<std::string> operations;
  for (const auto& request : report.requests) {
    operations.emplace_back(ToString(request.operation));
  }
  return operations;
}

// "operation/reason", or "".
std::string Outcome(const std::optional<Failure>& failure) {
  if (!failure) return "";
  return std::string(ToString(failure->operation)) + "/" +
         std::string(ToString(failure->reason));
}
std::string Outcome(const FetchReport& report) {
  return Outcome(report.failure);
}

class ApiSessionTest : public ::testing::Test {
 protected:
  ApiSession& Open(const ScriptedServer& server) {
    return Open(OptionsFor(server.url()));
  }
  ApiSession& Open(const ApiOptions& options) { return Open(options, log_); }
  // With connections of its own.
  ApiSession& Open(const ApiOptions& options, Log& log) {
    session_.reset();
    clients_.emplace(clock_);
    return session_.emplace("hcm", options, *clients_, clock_, log);
  }
  FetchReport Poll(std::chrono::nanoseconds timeout = 30s,
                   const BodyReader& read = ReadAll) {
    FetchReport report;
    session_->Fetch({Operation::kMonitor, "/v3/monitor?=null"},
                    clock_.Now().steady + timeout, read, report);
    session_->PollEnded(report.failure);
    return report;
  }

  const TemporaryFolder folder_;
  ForwardClock clock_;
  Log log_{LogLevel::kError, LogFormat::kLogfmt};
  std::optional<HttpClients> clients_;
  std::optional<ApiSession> session_;
};

TEST_F(ApiSessionTest, ExchangesTheKeyOnceAndKeepsTheConnection) {
  const ScriptedServer server(ByPath(
      {{kToken, GiveTokens()}, {kMonitor, TakeToken("token-1", "12345")}}));
  Open(server);
  const auto first = Poll();
  EXPECT_EQ(Outcome(first), "");
  EXPECT_THAT(OperationsOf(first), ElementsAre("token", "monitor"));
  EXPECT_EQ(first.response_bytes, 5u);
  EXPECT_THAT(OperationsOf(Poll()), ElementsAre("monitor"));
  EXPECT_EQ(server.connections(), 1);
  const auto seen = server.requests();
  EXPECT_EQ(seen[0].method, "POST");
  EXPECT_EQ(seen[0].body, R"({"api_key": "0123abcd"})");
  EXPECT_EQ(seen[0].Header("Authorization"), "");
  EXPECT_EQ(seen[1].method, "GET");
  EXPECT_EQ(seen[1].target, "/v3/monitor?=null");
}

TEST_F(ApiSessionTest, ReportsWhenTheTokenExpires) {
  const ScriptedServer server(
      ByPath({{kToken, GiveTokens(1h)}, {kMonitor, TakeToken("token-1")}}));
  Open(server);
  const auto report = Poll();
  ASSERT_TRUE(report.token_expiry);
  EXPECT_NEAR(UnixSeconds(*report.token_expiry),
              UnixSeconds(clock_.Now().wall + 1h), 30);
}

TEST_F(ApiSessionTest, ReportsTheTimeAndTheClockSkewOfTheRequest) {
  const ScriptedServer server(ByPath(
      {{kToken, Bytes(ResponseText(500))},
       {kMonitor, Bytes(ResponseText(
                      200, "{}", {"Date: Sun, 06 Nov 1994 08:49:37 GMT"}))}}));
  auto options = OptionsFor(server.url());
  options.credential = {CredentialKind::kBearerToken, "abc", ""};
  Open(options);
  const Moment before = clock_.Now();
  const auto report = Poll();
  EXPECT_GE(report.sent.steady, before.steady);
  EXPECT_LE(report.sent.steady, clock_.Now().steady);
  ASSERT_TRUE(report.clock_skew);
  EXPECT_NEAR(*report.clock_skew, 784'111'777 - UnixSeconds(before.wall), 30);
  EXPECT_FALSE(report.token_expiry);
  EXPECT_GT(report.requests.at(0).duration, 0ns);
}

TEST_F(ApiSessionTest, ReplacesTheTokenAtNineTenthsOfItsLife) {
  const ScriptedServer server(ByPath(
      {{kToken, GiveTokens(1000s)}, {kMonitor, Bytes(ResponseText(200))}}));
  Open(server);
  Poll();
  clock_.Advance(850s);
  EXPECT_THAT(OperationsOf(Poll()), ElementsAre("monitor"));
  clock_.Advance(60s);
  EXPECT_THAT(OperationsOf(Poll()), ElementsAre("token", "monitor"));
  EXPECT_EQ(server.requests().back().Header("Authorization"), "Bearer token-2");
}

// Fault 12.
TEST_F(ApiSessionTest, RepeatsARequestWithAFreshTokenAfterA401) {
  const ScriptedServer server(ByPath(
      {{kToken, GiveTokens()},
       {kMonitor, InTurn({TakeToken("token-1"), TakeToken("token-2")})}}));
  Open(server);
  Poll();
  const auto report = Poll();
  EXPECT_EQ(Outcome(report), "");
  EXPECT_THAT(OperationsOf(report), ElementsAre("monitor", "token", "monitor"));
}

TEST_F(ApiSessionTest, GivesUpAfterA401OnAFreshToken) {
  const ScriptedServer server(
      ByPath({{kToken, GiveTokens()}, {kMonitor, Bytes(ResponseText(401))}}));
  Open(server);
  const auto report = Poll();
  EXPECT_EQ(Outcome(report), "monitor/unauthorized");
  EXPECT_THAT(report.failure->detail,
              HasSubstr("401 after a fresh token: replace the API key"));
  EXPECT_THAT(OperationsOf(report),
              ElementsAre("token", "monitor", "token", "monitor"));
}

// Not every host responds with 401 when a token has expired.
TEST_F(ApiSessionTest, GetsAFreshTokenWhenTheRefusalIsNotA401) {
  const std::pair<const char*, std::string> refusals[] = {
      {"400", ResponseText(400, R"({"error": "Expired token"})")},
      {"419", ResponseText(419)},
      {"500", ResponseText(500, R"({"error": "jwt expired"})")},
      {"302", ResponseText(302, "", {"Location: /login"})}};
  for (const auto& [name, refusal] : refusals) {
    auto valid = std::make_shared<std::atomic<int>>(1);
    const ScriptedServer server(ByPath(
        {{kToken, GiveTokens()},
         {kMonitor, [&, valid](const auto& request, auto& connection) {
            const bool accepted = request.Header("Authorization") ==
                                  "Bearer token-" + std::to_string(*valid);
            connection.Send(accepted ? ResponseText(200) : refusal);
          }}}));
    Open(server);
    EXPECT_EQ(Outcome(Poll()), "") << name;
    *valid = 2;
    EXPECT_THAT(OperationsOf(Poll()), ElementsAre("monitor"));
    EXPECT_THAT(OperationsOf(Poll()), ElementsAre("monitor"));
    const auto mended = Poll();
    EXPECT_EQ(Outcome(mended), "") << name;
    EXPECT_THAT(OperationsOf(mended), ElementsAre("token", "monitor"));
  }
}

TEST_F(ApiSessionTest, ExchangesADoubtedTokenOnceInFiveMinutes) {
  std::atomic<bool> broken = false;
  const auto give = GiveTokens(24h);
  const auto give_or_fail = [&](const auto& request, auto& connection) {
    if (broken) return connection.Send(ResponseText(500));
    give(request, connection);
  };
  const ScriptedServer server(
      ByPath({{kToken, give_or_fail}, {kMonitor, give_or_fail}}));
  Open(server);
  EXPECT_EQ(Outcome(Poll()), "");
  broken = true;
  std::vector<int> exchanged;
  for (int poll = 0; poll < 60; ++poll) {
    clock_.Advance(10s);
    const auto report = Poll();
    EXPECT_EQ(Outcome(report), "monitor/http_5xx");
    if (OperationsOf(report).front() == "token") exchanged.push_back(poll);
  }
  EXPECT_THAT(exchanged, ElementsAre(2, 32));
}

TEST_F(ApiSessionTest, DoubtsATokenIfTheRepeatAfterA401Fails) {
  const ScriptedServer server(ByPath(
      {{kToken, GiveTokens()},
       {kMonitor, InTurn({Bytes(ResponseText(200)), Bytes(ResponseText(500)),
                          Bytes(ResponseText(401)), Bytes(ResponseText(500)),
                          Bytes(ResponseText(200))})}}));
  Open(server);
  Poll();
  EXPECT_EQ(Outcome(Poll()), "monitor/http_5xx");
  EXPECT_EQ(Outcome(Poll()), "monitor/http_5xx");
  EXPECT_THAT(OperationsOf(Poll()), ElementsAre("token", "monitor"));
}

TEST_F(ApiSessionTest, SaysThatAResponseWithoutABodyIsEmpty) {
  const ScriptedServer server(
      ByPath({{kToken, GiveTokens()}, {kMonitor, Bytes(ResponseText(204))}}));
  Open(server);
  const auto report = Poll(30s, [](ByteSource& body) {
    return std::optional(ReadScalars(body).error());
  });
  EXPECT_EQ(Outcome(report), "monitor/parse");
  EXPECT_EQ(report.failure->detail, "the response is empty (status 204)");
}

TEST_F(ApiSessionTest, CountsBothRequestsIfAKeptConnectionWasClosed) {
  auto seen = std::make_shared<std::atomic<int>>(0);
  const ScriptedServer server(
      [=](const ReceivedRequest& request, ServerConnection& connection) {
        if (seen->exchange(request.connection) == request.connection) {
          connection.Close();
        } else {
          connection.Send(ResponseText(200, "{}"));
        }
      });
  auto options = OptionsFor(server.url());
  options.credential = {CredentialKind::kBearerToken, "abc", ""};
  Open(options);
  EXPECT_THAT(OperationsOf(Poll()), ElementsAre("monitor"));
  for (int i = 0; i < 10; ++i) {
    const auto report = Poll();
    EXPECT_EQ(Outcome(report), "");
    EXPECT_THAT(OperationsOf(report), ElementsAre("monitor", "monitor"));
    EXPECT_GE(report.requests[0].duration.count(), 0);
    EXPECT_GE(report.requests[1].duration.count(), 0);
  }
}

TEST_F(ApiSessionTest, IgnoresTheDateOfACachedResponse) {
  const ScriptedServer server(Bytes(ResponseText(
      200, "{}", {"Date: Sun, 06 Nov 1994 08:49:37 GMT", "Age: 7"})));
  auto options = OptionsFor(server.url());
  options.credential = {CredentialKind::kBearerToken, "abc", ""};
  Open(options);
  EXPECT_FALSE(Poll().clock_skew);
}

TEST_F(ApiSessionTest, ReportsItsStep) {
  const ScriptedServer server(ByPath(
      {{kToken, GiveTokens()},
       {kMonitor, [](const auto&, auto& connection) { connection.Hang(); }}}));
  Open(server);
  std::jthread poll([this] { Poll(); });
  server.WaitForRequests(2);
  EXPECT_EQ(session_->step().operation, Operation::kMonitor);
  EXPECT_EQ(session_->step().in_words,
            "connecting or waiting for the response");
  session_->Cancel();
}

TEST_F(ApiSessionTest, ReportsAForbiddenMonitorAndStartsAfreshNextTime) {
  const ScriptedServer server(
      ByPath({{kToken, GiveTokens()}, {kMonitor, Bytes(ResponseText(403))}}));
  Open(server);
  const auto report = Poll();
  EXPECT_EQ(Outcome(report), "monitor/forbidden");
  EXPECT_THAT(OperationsOf(report), ElementsAre("token", "monitor"));
  EXPECT_THAT(OperationsOf(Poll()), ElementsAre("token", "monitor"));
}

TEST_F(ApiSessionTest, LeavesTheTokenAloneForARequestThatKeepsIt) {
  for (const int status : {200, 401, 403}) {
    const ScriptedServer server(ByPath({{kToken, GiveTokens()},
                                        {kMonitor, TakeToken("token-1")},
                                        {"/q", Bytes(ResponseText(status))}}));
    Open(server);
    EXPECT_FALSE(session_->has_token());
    EXPECT_EQ(Outcome(Poll()), "");
    EXPECT_TRUE(session_->has_token());
    FetchReport report;
    session_->Fetch({Operation::kQueue, "/q", true}, clock_.Now().steady + 30s,
                    ReadAll, report);
    EXPECT_THAT(OperationsOf(report), ElementsAre("queue"));
    EXPECT_EQ(report.failure.has_value(), status != 200);
    EXPECT_TRUE(session_->has_token());
    EXPECT_THAT(OperationsOf(Poll()), ElementsAre("monitor"));
    session_.reset();
  }
}

TEST_F(ApiSessionTest, FailsWithTheReasonOfTheTokenRequest) {
  const struct {
    std::string response;
    std::string outcome;
  } cases[] = {
      {ResponseText(401), "token/unauthorized"},
      {ResponseText(403), "token/forbidden"},
      {ResponseText(503), "token/http_5xx"},
      {ResponseText(200, "<html>"), "token/parse"},
      {ResponseText(200, R"({"error": "no"})"), "token/schema"},
      {ResponseText(200, R"({"token": "a\r\nX: b"})"), "token/schema"},
      {ResponseText(200, R"({"token": ")" + std::string(70'000, 'x') + "\"}"),
       "token/too_large"},
  };
  for (const auto& [response, outcome] : cases) {
    const ScriptedServer server(ByPath({{kToken, Bytes(response)}}));
    Open(server);
    const auto report = Poll();
    EXPECT_EQ(Outcome(report), outcome);
    EXPECT_THAT(OperationsOf(report), ElementsAre("token"));
    session_.reset();
  }
}

TEST_F(ApiSessionTest, SurvivesAFailedRenewalWhileTheOldTokenServes) {
  std::atomic<bool> broken = false;
  const auto give = GiveTokens(1000s);
  const ScriptedServer server(
      ByPath({{kToken,
               [&](const auto& request, auto& connection) {
                 if (broken) return connection.Send(ResponseText(503));
                 give(request, connection);
               }},
              {kMonitor, Bytes(ResponseText(200))}}));
  Open(server);
  Poll();
  broken = true;
  clock_.Advance(950s);
  const auto report = Poll();
  EXPECT_EQ(Outcome(report), "");
  EXPECT_EQ(Outcome(report.renewal_failure), "token/http_5xx");
  EXPECT_THAT(OperationsOf(report), ElementsAre("token", "monitor"));
  EXPECT_THAT(OperationsOf(Poll()), ElementsAre("monitor")) << "backs off";
  clock_.Advance(11s);
  EXPECT_EQ(Outcome(Poll().renewal_failure), "token/http_5xx");
  clock_.Advance(11s);
  EXPECT_THAT(OperationsOf(Poll()), ElementsAre("monitor")) << "doubles";
  broken = false;
  clock_.Advance(10s);
  EXPECT_THAT(OperationsOf(Poll()), ElementsAre("token", "monitor"));
  EXPECT_EQ(server.requests().back().Header("Authorization"), "Bearer token-2");
}

TEST_F(ApiSessionTest, LeavesTimeForTheMonitorWhenARenewalHangs) {
  std::atomic<bool> hangs = false;
  const auto give = GiveTokens(1000s);
  const ScriptedServer server(
      ByPath({{kToken,
               [&](const auto& request, auto& connection) {
                 if (hangs) return connection.Hang();
                 give(request, connection);
               }},
              {kMonitor, Bytes(ResponseText(200))}}));
  Open(server);
  Poll();
  hangs = true;
  clock_.Advance(950s);
  const auto report = Poll(4s);
  EXPECT_EQ(Outcome(report), "");
  EXPECT_EQ(Outcome(report.renewal_failure), "token/timeout");
}

TEST_F(ApiSessionTest, CountsOneFailureForAPollWhoseRenewalFailedToo) {
  std::atomic<bool> broken = false;
  const auto give = GiveTokens(1000s);
  const ScriptedServer server(ByPath(
      {{kToken,
        [&](const auto& request, auto& connection) {
          if (broken) return connection.Send(ResponseText(503));
          give(request, connection);
        }},
       {kMonitor, InTurn({Bytes(ResponseText(200)), Bytes(ResponseText(401)),
                          Bytes(ResponseText(500))})}}));
  Open(server);
  Poll();
  broken = true;
  clock_.Advance(950s);
  const auto report = Poll();
  EXPECT_EQ(Outcome(report), "token/http_5xx") << "the cause of the 401";
  EXPECT_EQ(Outcome(report.renewal_failure), "");
  EXPECT_THAT(OperationsOf(report), ElementsAre("token", "monitor"));
  EXPECT_THAT(OperationsOf(Poll()), ElementsAre("token"));
}

// Fault 13.
TEST_F(ApiSessionTest, PassesOnHowLongTheApiAsksToBeLeftAlone) {
  const std::string date = "Date: Sun, 06 Nov 1994 08:49:37 GMT";
  const ScriptedServer server(
      ByPath({{kToken, GiveTokens()},
              {kMonitor,
               InTurn({Bytes(ResponseText(429, "", {"Retry-After: 120"})),
                       Bytes(ResponseText(503, "",
                                          {"Retry-After: Sun, 06 Nov 1994 "
                                           "08:50:37 GMT",
                                           date})),
                       Bytes(ResponseText(503)),
                       Bytes(ResponseText(500, "", {"Retry-After: 120"}))})}}));
  Open(server);
  auto report = Poll();
  EXPECT_EQ(Outcome(report), "monitor/rate_limited");
  EXPECT_EQ(report.failure->retry_after, 120s);
  report = Poll();
  EXPECT_EQ(Outcome(report), "monitor/http_5xx");
  EXPECT_EQ(report.failure->retry_after, 60s);
  EXPECT_EQ(Poll().failure->retry_after, std::nullopt);
  EXPECT_EQ(Poll().failure->retry_after, std::nullopt) << "not of a 500";
}

TEST_F(ApiSessionTest, FailsAsTheReaderOfTheBodySays) {
  const ScriptedServer server(ByPath(
      {{kToken, GiveTokens()}, {kMonitor, Bytes(ResponseText(200, "abc"))}}));
  Open(server);
  const struct {
    JsonError::Kind kind;
    std::string outcome;
  } cases[] = {{JsonError::Kind::kParse, "monitor/parse"},
               {JsonError::Kind::kSchema, "monitor/schema"},
               {JsonError::Kind::kTooLarge, "monitor/too_large"}};
  for (const auto& [kind, outcome] : cases) {
    const auto report = Poll(30s, [kind = kind](ByteSource&) {
      return JsonError{kind, "why"};
    });
    EXPECT_EQ(Outcome(report), outcome);
    EXPECT_EQ(report.failure->detail, "why");
  }
  EXPECT_EQ(Outcome(Poll()), "");
}

TEST_F(ApiSessionTest, BlamesTheTransportBeforeTheText) {
  const ScriptedServer server(
      ByPath({{kToken, GiveTokens()},
              {kMonitor,
               BytesThenClose(
                   "HTTP/1.1 200 X\r\nContent-Length: 9\r\n\r\n{\"data\"")}}));
  Open(server);
  const auto cut = Poll(30s, [](ByteSource& body) {
    ReadAll(body);
    return JsonError{JsonError::Kind::kParse, "ends early"};
  });
  EXPECT_EQ(Outcome(cut), "monitor/truncated");
  const auto accepted = Poll(30s, [](ByteSource& body) {
    body.Next();  // enough for a reader that does not read on
    return std::nullopt;
  });
  EXPECT_EQ(Outcome(accepted), "monitor/truncated");
}

TEST_F(ApiSessionTest, CountsOnlyRequestsThatWereSent) {
  const ClosedPort closed;
  Open(OptionsFor("http://127.0.0.1:" + closed.port()));
  const auto report = Poll();
  EXPECT_EQ(Outcome(report), "token/connect");
  EXPECT_THAT(OperationsOf(report), ElementsAre());
}

TEST_F(ApiSessionTest, SendsTheHeadersOfTheConfigurationWithBothRequests) {
  const ScriptedServer server(
      ByPath({{kToken, GiveTokens()}, {kMonitor, Bytes(ResponseText(200))}}));
  auto options = OptionsFor(server.url());
  options.headers = {{"X-Gateway", "abc"}};
  Open(options);
  Poll();
  for (const auto& request : server.requests()) {
    EXPECT_EQ(request.Header("X-Gateway"), "abc") << request.target;
  }
}

TEST_F(ApiSessionTest, NeverRevealsASecret) {
  ::testing::internal::CaptureStderr();
  std::string told;
  for (const int status : {200, 401, 403, 404, 429, 500}) {
    const std::string body = R"({"token": "planted-token", "x": "planted"})";
    const ScriptedServer server(
        ByPath({{kToken, Bytes(ResponseText(200, body))},
                {kMonitor, Bytes(ResponseText(status, "planted"))}}));
    auto options = OptionsFor(server.url());
    options.credential.value = "planted-key";
    options.headers = {{"X-Gateway", "planted-header"}};
    Log log(LogLevel::kDebug, LogFormat::kLogfmt);
    Open(options, log);
    const auto report = Poll(30s, [](ByteSource& text) {
      ReadAll(text);
      return JsonError{JsonError::Kind::kSchema, "why"};
    });
    ASSERT_TRUE(report.failure);
    told += report.failure->detail;
    session_.reset();
    log.Flush(std::chrono::minutes(1));
  }
  told += ::testing::internal::GetCapturedStderr();
  EXPECT_THAT(told, HasSubstr("token renewed"));
  EXPECT_THAT(told, Not(HasSubstr("planted")));
}

// Fault 26.
TEST_F(ApiSessionTest, RenewsAtOnceWhenTheKeyFileChanges) {
  const ScriptedServer server(
      ByPath({{kToken, GiveTokens()}, {kMonitor, Bytes(ResponseText(200))}}));
  auto options = OptionsFor(server.url());
  options.credential = {CredentialKind::kApiKey, "",
                        folder_.Write("key", "first\n")};
  Open(options);
  Poll();
  EXPECT_FALSE(session_->CredentialChanged());
  folder_.Write("key", "second\r\n");
  EXPECT_TRUE(session_->CredentialChanged());
  EXPECT_THAT(OperationsOf(Poll()), ElementsAre("token", "monitor"));
  EXPECT_FALSE(session_->CredentialChanged());
  EXPECT_EQ(server.requests()[2].body, R"({"api_key": "second"})");
  folder_.Write("key", "");
  EXPECT_THAT(OperationsOf(Poll()), ElementsAre("monitor"));
}

TEST_F(ApiSessionTest, BacksOffFromANewKeyThatIsNotAccepted) {
  const ScriptedServer server(ByPath(
      {{kToken,
        [](const auto& request, auto& connection) {
          const bool accepted = request.body.find("first") != std::string::npos;
          connection.Send(accepted ? ResponseText(200, R"({"token": "a"})")
                                   : ResponseText(401));
        }},
       {kMonitor, Bytes(ResponseText(200))}}));
  auto options = OptionsFor(server.url());
  options.credential = {CredentialKind::kApiKey, "",
                        folder_.Write("key", "first")};
  Open(options);
  Poll();
  folder_.Write("key", "second");
  const auto report = Poll();
  EXPECT_EQ(Outcome(report), "") << "the token of the old key still serves";
  EXPECT_EQ(Outcome(report.renewal_failure), "token/unauthorized");
  EXPECT_THAT(OperationsOf(Poll()), ElementsAre("monitor"));
  folder_.Write("key", "first");
  EXPECT_THAT(OperationsOf(Poll()), ElementsAre("token", "monitor"));
}

TEST_F(ApiSessionTest, RepeatsA401OnlyWithAnotherBearerToken) {
  const auto file = folder_.Write("token", "old");
  const ScriptedServer server(
      ByPath({{kMonitor, [&](const auto& request, auto& connection) {
                 // Replaced while the poll is under way.
                 if (request.connection == 1) folder_.Write("token", "new\n");
                 TakeToken("new")(request, connection);
               }}}));
  auto options = OptionsFor(server.url());
  options.credential = {CredentialKind::kBearerToken, "", file};
  Open(options);
  const auto report = Poll();
  EXPECT_EQ(Outcome(report), "");
  EXPECT_THAT(OperationsOf(report), ElementsAre("monitor", "monitor"));
  EXPECT_FALSE(session_->CredentialChanged());
}

TEST_F(ApiSessionTest, FailsAtOnceWithABearerTokenThatIsNotAccepted) {
  const ScriptedServer server(ByPath({{kMonitor, Bytes(ResponseText(401))}}));
  auto options = OptionsFor(server.url());
  options.credential = {CredentialKind::kBearerToken, "",
                        folder_.Write("token", "old")};
  Open(options);
  const auto report = Poll();
  EXPECT_EQ(Outcome(report), "monitor/unauthorized");
  EXPECT_THAT(report.failure->detail, HasSubstr("bearer token"));
  EXPECT_THAT(OperationsOf(report), ElementsAre("monitor"));
}

TEST_F(ApiSessionTest, SaysWhichCredentialFileCannotBeRead) {
  auto options = OptionsFor("http://127.0.0.1:9");
  options.credential = {CredentialKind::kApiKey, "", folder_.path() / "none"};
  Open(options);
  const auto report = Poll();
  EXPECT_EQ(Outcome(report), "token/other");
  EXPECT_THAT(report.failure->detail, HasSubstr("none cannot be read"));
  options.credential = {CredentialKind::kBearerToken, "a\r\nX: b", ""};
  Open(options);
  EXPECT_EQ(Outcome(Poll()), "monitor/other");
}

TEST_F(ApiSessionTest, CancelEndsThePollUnderWayAndEachLaterOne) {
  const ScriptedServer server(
      [](const auto&, auto& connection) { connection.Hang(); });
  Open(server);
  std::jthread other([&] {
    server.WaitForRequests(1);
    session_->Cancel();
  });
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_EQ(Outcome(Poll(1h)), "token/other");
  EXPECT_EQ(Outcome(Poll(1h)), "token/other");
  EXPECT_LT(std::chrono::steady_clock::now() - begin, 30s);
  EXPECT_EQ(server.requests().size(), 1u);
}

}  // namespace
}  // namespace pitel
