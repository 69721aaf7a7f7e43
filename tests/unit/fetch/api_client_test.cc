#include "fetch/api_client.h"

#include <gtest/gtest.h>

#include <chrono>
#include <new>
#include <string>

#include "unit/fetch/fetching.h"

namespace pitel {
namespace {

using namespace std::chrono_literals;

const SystemClock kClock;

// The requests of one client to a scripted server.
class ApiClientTest : public ::testing::Test {
 protected:
  std::optional<Failure> Send(ApiClient& client, const BodyReader& read) {
    report_ = {};
    return client.Send(Operation::kMonitor, GetRequest(), read, report_);
  }
  std::optional<Failure> SendTo(Script script, const BodyReader& read) {
    const ScriptedServer server(std::move(script));
    const ApiOptions options = OptionsFor(server.url());
    const auto clients = std::make_shared<HostClients>(options, kClock);
    ApiClient client(options, clients, kClock);
    return Send(client, read);
  }

  FetchReport report_;
};

TEST_F(ApiClientTest, PassesTheBodyOfASuccessToTheReader) {
  std::string body;
  const auto failure =
      SendTo(Bytes(ResponseText(200, "abc")), [&](ByteSource& source) {
        body = source.Next();
        return std::nullopt;
      });
  EXPECT_EQ(failure, std::nullopt);
  EXPECT_EQ(body, "abc");
  ASSERT_EQ(report_.requests.size(), 1u);
  EXPECT_EQ(report_.requests[0].operation, Operation::kMonitor);
  EXPECT_EQ(report_.response_bytes, 3u);
  EXPECT_EQ(report_.clock_skew, std::nullopt);
}

TEST_F(ApiClientTest, ShowsNoReaderAnotherBody) {
  bool was_read = false;
  const auto failure = SendTo(
      Bytes(ResponseText(503, "abc", {"Retry-After: 7"})), [&](ByteSource&) {
        was_read = true;
        return std::nullopt;
      });
  ASSERT_TRUE(failure);
  EXPECT_EQ(failure->reason, FailureReason::kHttp5xx);
  EXPECT_EQ(failure->status, 503);
  EXPECT_EQ(failure->retry_after, 7s);
  EXPECT_FALSE(was_read);
  EXPECT_EQ(report_.requests.size(), 1u);
}

TEST_F(ApiClientTest, ReadsTheRestOfABodyToTheEnd) {
  const ScriptedServer server(
      Bytes(ResponseText(200, std::string(1 << 19, 'x'))));
  const ApiOptions options = OptionsFor(server.url());
  const auto clients = std::make_shared<HostClients>(options, kClock);
  ApiClient client(options, clients, kClock);
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(Send(client, [](ByteSource&) { return std::nullopt; }),
              std::nullopt);
    EXPECT_EQ(report_.response_bytes, 1u << 19);
  }
  EXPECT_EQ(server.connections(), 1);
}

TEST_F(ApiClientTest, DoesNotWaitForTheRestOfARefusedBody) {
  const auto failure = SendTo(
      [](const auto&, auto& connection) {
        connection.Send("HTTP/1.1 203 X\r\nContent-Length: 9\r\n\r\nx");
        connection.Hang();
      },
      [](ByteSource&) {
        return JsonError{JsonError::Kind::kSchema, "no list"};
      });
  ASSERT_TRUE(failure);
  EXPECT_EQ(failure->reason, FailureReason::kSchema);
  EXPECT_EQ(failure->detail, "no list (status 203)");
}

TEST_F(ApiClientTest, NotesTheRequestThoughMemoryRunsOut) {
  const auto failure = SendTo(
      Bytes(ResponseText(200, "abc")),
      [](ByteSource&) -> std::optional<JsonError> { throw std::bad_alloc(); });
  ASSERT_TRUE(failure);
  EXPECT_EQ(failure->detail, "out of memory");
  EXPECT_EQ(report_.requests.size(), 1u);
}

TEST_F(ApiClientTest, ComparesTheClocks) {
  SendTo(Bytes(ResponseText(200, "", {"Date: Sun, 06 Nov 1994 08:49:37 GMT"})),
         [](ByteSource&) { return std::nullopt; });
  ASSERT_TRUE(report_.clock_skew);
  EXPECT_NEAR(*report_.clock_skew, 784'111'777 - UnixSeconds(kClock.Now().wall),
              120);
}

TEST_F(ApiClientTest, SendsNothingOnceCancelled) {
  const ScriptedServer server(Bytes(ResponseText(200, "abc")));
  const ApiOptions options = OptionsFor(server.url());
  const auto clients = std::make_shared<HostClients>(options, kClock);
  ApiClient client(options, clients, kClock);
  client.Cancel();
  const auto failure = Send(client, [](ByteSource&) { return std::nullopt; });
  ASSERT_TRUE(failure);
  EXPECT_EQ(failure->detail, "cancelled");
  EXPECT_TRUE(report_.requests.empty());
  EXPECT_EQ(server.connections(), 0);
}

}  // namespace
}  // namespace pitel
