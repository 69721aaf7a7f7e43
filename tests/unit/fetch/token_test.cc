#include "fetch/token.h"

#include <gtest/gtest.h>

#include "json/scalars.h"

namespace pitel {
namespace {

using namespace std::chrono_literals;
using std::chrono::seconds;

constexpr WallTime kNow{seconds(1'700'000'000)};

Result<Token, JsonError> Read(std::string_view text) {
  TextSource source(text);
  return ReadToken(source, kNow);
}

TEST(TokenRequest, EscapesTheKey) {
  const std::string key = "a\"b\\c/\x01 caf\xC3\xA9";
  const std::string body = TokenRequest(key);
  TextSource source(body);
  const auto scalars = ReadScalars(source);
  ASSERT_TRUE(scalars.ok());
  EXPECT_EQ(*scalars, (Scalars{{"api_key", key}}));
  EXPECT_EQ(TokenRequest("aaaaaaaa-bbbb"), R"({"api_key": "aaaaaaaa-bbbb"})");
}

// The vendor's sample (callcenter/auth.md).
TEST(ReadToken, ReadsTheDocumentedResponse) {
  const auto token = Read(
      R"({"client_id": "c", "domain_uuid": "d", "expired_in": 15023636,
          "refresh_token": "", "token": "eyJ.x-_", "token_type": "Bearer",
          "user_id": "u"})");
  ASSERT_TRUE(token.ok());
  EXPECT_EQ(*token, (Token{"eyJ.x-_", 24h, kNow + seconds(15'023'636)}));
}

TEST(ReadToken, ReadsTheResponsesOfOlderHosts) {
  const auto v1 = Read(R"({"data": {"token": "abc", "expired": 1700003600}})");
  ASSERT_TRUE(v1.ok());
  EXPECT_EQ(*v1, (Token{"abc", 1h, kNow + 1h}));
  const auto auth =
      Read(R"({"data": {"token": {"token": "abc", "expired_in": "600"}}})");
  ASSERT_TRUE(auth.ok());
  EXPECT_EQ(*auth, (Token{"abc", 10min, kNow + 10min}));
}

TEST(ReadToken, ReadsNumbersAboveABillionAsAbsoluteTimes) {
  const auto token = Read(R"({"token": "a", "expired_in": 1700000060})");
  EXPECT_EQ(token->lifetime, 60s);
  EXPECT_EQ(token->expiry, kNow + 60s);
  const auto countdown = Read(R"({"token": "a", "expired_in": 1000000000})");
  EXPECT_EQ(countdown->lifetime, 24h);
  EXPECT_EQ(countdown->expiry, kNow + seconds(1'000'000'000));
}

TEST(ReadToken, AssumesADayWithoutAUsableExpiry) {
  for (const char* response :
       {R"({"token": "a"})", R"({"token": "a", "expired_in": null})",
        R"({"token": "a", "expired_in": "soon"})",
        R"({"token": "a", "expired_in": 0})",
        R"({"token": "a", "expired_in": -5})",
        R"({"token": "a", "expired_in": true})",
        R"({"token": "a", "expired_in": [60]})",
        R"({"token": "a", "expired_in": 1700000000000})",
        R"({"token": "a", "expired_in": 1e300})",
        R"({"token": "a", "data": {"expired_in": 60}})"}) {
    const auto token = Read(response);
    ASSERT_TRUE(token.ok()) << response;
    EXPECT_EQ(*token, (Token{"a", 24h, std::nullopt})) << response;
  }
}

TEST(ReadToken, KeepsAnExpiryInThePastAsItWasStated) {
  const auto token = Read(R"({"data": {"token": "a", "expired": 1613636318}})");
  EXPECT_EQ(token->lifetime, 24h);
  EXPECT_EQ(token->expiry, WallTime(seconds(1'613'636'318)));
}

TEST(ReadToken, RefusesATokenThatCouldInjectAHeader) {
  for (const std::string text :
       {R"({"token": "a\r\nX-Injected: b"})", R"({"token": "a b"})",
        R"({"token": "a\u0000"})"}) {
    const auto token = Read(text);
    ASSERT_FALSE(token.ok()) << text;
    EXPECT_EQ(token.error().kind, JsonError::Kind::kSchema);
    EXPECT_EQ(token.error().message.find("Injected"), std::string::npos);
  }
  EXPECT_FALSE(Read("{\"token\": \"" + std::string(4097, 'x') + "\"}").ok());
  EXPECT_TRUE(Read("{\"token\": \"" + std::string(4096, 'x') + "\"}").ok());
}

// ParseSecret refuses such a text, but a host may issue it.
TEST(ReadToken, AcceptsATokenThatLooksLikeAnAssignment) {
  for (const std::string text : {"key=hunter2", "_k1=hunter2==", "a=b"}) {
    const auto token = Read("{\"token\": \"" + text + "\"}");
    ASSERT_TRUE(token.ok()) << text;
    EXPECT_EQ(token->text, text);
  }
}

TEST(ReadToken, ReportsWhyATokenIsRefused) {
  for (const std::string text : {"${TOKEN}", "<token>", "a b", "a\\nb"}) {
    EXPECT_EQ(Read("{\"token\": \"" + text + "\"}").error().message,
              "the token in the response contains a character that is not "
              "allowed in a bearer token")
        << text;
  }
  const std::string endless(4097, 'x');
  EXPECT_EQ(Read("{\"token\": \"" + endless + "\"}").error().message,
            "the token in the response is longer than 4096 bytes");
}

TEST(ReadToken, DistinguishesAnotherDocumentFromNoJson) {
  for (const char* text :
       {R"({"error": "wrong key"})", "{}", "[]", R"({"token": ""})",
        R"({"token": null})", R"({"data": {"token": {}}})"}) {
    EXPECT_EQ(Read(text).error().kind, JsonError::Kind::kSchema) << text;
  }
  EXPECT_EQ(Read("<html>").error().kind, JsonError::Kind::kParse);
  EXPECT_EQ(Read("").error().kind, JsonError::Kind::kParse);
}

TEST(RenewalTimes, AreDueAtFirst) {
  EXPECT_TRUE(RenewalTimes().Due(SteadyTime()));
}

TEST(RenewalTimes, RenewAtNineTenthsOfTheLifetime) {
  const SteadyTime start{1h};
  RenewalTimes times;
  times.Renewed(start, 100s);
  EXPECT_FALSE(times.Due(start + 89s));
  EXPECT_TRUE(times.Due(start + 90s));
}

TEST(RenewalTimes, BackOffFromTenSecondsToFiveMinutes) {
  SteadyTime now{1h};
  RenewalTimes times;
  for (const auto wait : {10s, 20s, 40s, 80s, 160s, 300s, 300s}) {
    times.Failed(now);
    EXPECT_FALSE(times.Due(now + wait - 1s)) << wait.count();
    EXPECT_TRUE(times.Due(now + wait)) << wait.count();
    now += wait;
  }
  times.Renewed(now, 100s);
  now += 90s;
  times.Failed(now);
  EXPECT_TRUE(times.Due(now + 10s)) << "the first wait again";
}

TEST(RenewalTimes, WaitAsLongAsTheApiAsksUpToAQuarterOfAnHour) {
  const SteadyTime now{1h};
  RenewalTimes times;
  times.Failed(now, 120s);
  EXPECT_FALSE(times.Due(now + 119s));
  EXPECT_TRUE(times.Due(now + 120s));
  times.Failed(now, 24h);
  EXPECT_TRUE(times.Due(now + 15min));
}

TEST(RenewalTimes, ForgetAllWaits) {
  const SteadyTime now{1h};
  RenewalTimes times;
  times.Failed(now);
  times.Failed(now);
  times.AtOnce();
  EXPECT_TRUE(times.Due(now));
  times.Failed(now);
  EXPECT_TRUE(times.Due(now + 10s));
}

TEST(RenewalTimes, StartNoRetriesAfterASingleExchange) {
  SteadyTime now{1h};
  RenewalTimes times;
  times.Renewed(now, 1000s);
  times.Once();
  EXPECT_TRUE(times.Due(now));
  times.Failed(now);
  EXPECT_FALSE(times.Due(now + 899s));
  EXPECT_TRUE(times.Due(now + 900s)) << "as before";
  times.Once();
  times.Failed(now, 120s);
  times.Once();
  EXPECT_FALSE(times.Due(now + 119s)) << "as long as the API asks";
  EXPECT_TRUE(times.Due(now + 120s));
  times.Renewed(now, 1000s);
  EXPECT_FALSE(times.Due(now + 899s)) << "the exchange was made";
}

TEST(ReadToken, StripsWhiteSpaceAndALeadingBearer) {
  for (const char* token : {" abc ", "Bearer abc", "bearer  abc\\n"}) {
    const std::string text = std::string(R"({"token": ")") + token + R"("})";
    TextSource body(text);
    const auto read = ReadToken(body, WallTime());
    ASSERT_TRUE(read.ok()) << text;
    EXPECT_EQ(read->text, "abc");
  }
}

class TokenDoubtTest : public testing::Test {
 protected:
  static Failure StatusFailure(FailureReason reason, int status) {
    return {Operation::kMonitor, reason, "", {}, status};
  }
  bool Polled(const std::optional<Failure>& failure) {
    now_ += std::chrono::seconds(10);
    return doubt_.Polled(failure, now_);
  }

  SteadyTime now_{std::chrono::hours(1)};
  TokenDoubt doubt_;
};

TEST_F(TokenDoubtTest, ArisesAfterTwoSuspiciousFailuresInARow) {
  for (const auto& failure : {StatusFailure(FailureReason::kHttp4xx, 400),
                              StatusFailure(FailureReason::kHttp4xx, 419),
                              StatusFailure(FailureReason::kHttp5xx, 500),
                              StatusFailure(FailureReason::kOther, 600),
                              StatusFailure(FailureReason::kRedirect, 302),
                              StatusFailure(FailureReason::kSchema, 0),
                              StatusFailure(FailureReason::kParse, 0)}) {
    doubt_ = TokenDoubt();
    EXPECT_FALSE(Polled(failure));
    EXPECT_TRUE(Polled(failure)) << ToString(failure.reason);
  }
}

TEST_F(TokenDoubtTest, IgnoresFailuresThatSayNothingAboutTheToken) {
  for (const auto& failure : {StatusFailure(FailureReason::kUnauthorized, 401),
                              StatusFailure(FailureReason::kForbidden, 403),
                              StatusFailure(FailureReason::kHttp4xx, 404),
                              StatusFailure(FailureReason::kRateLimited, 429),
                              StatusFailure(FailureReason::kTimeout, 0),
                              StatusFailure(FailureReason::kConnect, 0),
                              StatusFailure(FailureReason::kTooLarge, 0),
                              StatusFailure(FailureReason::kOther, 0)}) {
    for (int i = 0; i < 3; ++i) {
      EXPECT_FALSE(Polled(failure)) << ToString(failure.reason);
    }
  }
}

TEST_F(TokenDoubtTest, IsForgottenAfterASuccessfulPoll) {
  const auto failure = StatusFailure(FailureReason::kHttp5xx, 500);
  EXPECT_FALSE(Polled(failure));
  EXPECT_FALSE(Polled({}));
  EXPECT_FALSE(Polled(failure));
}

TEST_F(TokenDoubtTest, ArisesOnceInFiveMinutes) {
  const auto failure = StatusFailure(FailureReason::kHttp5xx, 500);
  std::vector<int> doubted;
  for (int poll = 0; poll < 70; ++poll) {
    if (Polled(failure)) doubted.push_back(poll);
  }
  EXPECT_EQ(doubted, (std::vector<int>{1, 31, 61}));
}

}  // namespace
}  // namespace pitel
