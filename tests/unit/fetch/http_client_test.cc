#include "fetch/http_client.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <atomic>
#include <memory>
#include <thread>
#include <vector>

#include "support/forward_clock.h"
#include "support/gzip.h"
#include "unit/fetch/fetching.h"

namespace pitel {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;
using ::testing::Not;

const SystemClock kClock;

// The outcome of one request that `script` responds to.
ReceivedResponse FetchFrom(Script script,
                           const HttpRequest& request = GetRequest()) {
  const ScriptedServer server(std::move(script));
  LoneClient client(OptionsFor(server.url()), kClock);
  return Fetch(client, request);
}

std::string ReasonOf(Script script) {
  return FetchFrom(std::move(script)).reason;
}

TEST(HttpClient, FetchesABody) {
  const auto received = FetchFrom(Bytes(ResponseText(200, R"({"data": []})")));
  EXPECT_EQ(received.status, 200);
  EXPECT_EQ(received.body, R"({"data": []})");
  EXPECT_EQ(received.reason, "");
  EXPECT_EQ(received.sent, 1u);
}

TEST(HttpClient, SendsTheDocumentedRequest) {
  const ScriptedServer server(Bytes(ResponseText(200, "x")));
  LoneClient client(OptionsFor(server.url() + "/prefix"), kClock);
  auto request = GetRequest();
  request.bearer_token = "abc";
  Fetch(client, request);
  const auto seen = server.requests().at(0);
  EXPECT_EQ(seen.method, "GET");
  EXPECT_EQ(seen.target, "/prefix/v3/monitor?=null");
  EXPECT_EQ(seen.Header("Host"), "127.0.0.1:" + server.port());
  EXPECT_EQ(seen.Header("Authorization"), "Bearer abc");
  EXPECT_EQ(seen.Header("Content-Type"), "application/json");
  EXPECT_EQ(seen.Header("Accept-Encoding"), "gzip");
  EXPECT_THAT(seen.Header("User-Agent"), HasSubstr("pitel_exporter/"));
}

TEST(HttpClient, PostsJsonAndThenGetsAgain) {
  const ScriptedServer server(Bytes(ResponseText(200, "x")));
  LoneClient client(OptionsFor(server.url()), kClock);
  auto post = GetRequest();
  post.json = R"({"api_key": "k"})";
  Fetch(client, post);
  auto get = GetRequest();
  get.bearer_token = "abc";
  Fetch(client, get);
  Fetch(client, post);
  const auto seen = server.requests();
  ASSERT_EQ(seen.size(), 3u);
  EXPECT_EQ(seen[0].method, "POST");
  EXPECT_EQ(seen[0].body, R"({"api_key": "k"})");
  EXPECT_EQ(seen[0].Header("Content-Type"), "application/json");
  EXPECT_EQ(seen[1].method, "GET");
  EXPECT_EQ(seen[1].body, "");
  EXPECT_EQ(seen[2].Header("Authorization"), "");
}

TEST(HttpClient, SendsTheHeadersOfTheConfigurationInsteadOfItsOwn) {
  const ScriptedServer server(Bytes(ResponseText(200, "x")));
  auto options = OptionsFor(server.url());
  options.headers = {{"X-Tenant", "a"},
                     {"content-type", "text/x"},
                     {"User-Agent", "me"},
                     {"X-Empty", ""}};
  LoneClient client(options, kClock);
  Fetch(client);
  const auto seen = server.requests().at(0);
  EXPECT_EQ(seen.Header("X-Tenant"), "a");
  EXPECT_EQ(seen.Header("User-Agent"), "me");
  int content_types = 0;
  bool has_empty = false;
  for (const auto& [name, value] : seen.headers) {
    content_types += name == "content-type" || name == "Content-Type";
    has_empty |= name.starts_with("X-Empty");
  }
  EXPECT_EQ(seen.Header("Content-Type"), "text/x");
  EXPECT_EQ(content_types, 1);
  EXPECT_TRUE(has_empty);
}

TEST(HttpClient, RefusesHeadersThatWouldInjectOthers) {
  for (const auto& [name, value] :
       std::map<std::string, std::string>{{"X-A", "a\r\nX-B: b"},
                                          {"X-A\nX-B", "b"},
                                          {"X-A: b\r\nX", ""},
                                          {"X-C", std::string("\0", 1)},
                                          {"", "b"}}) {
    auto options = OptionsFor("http://127.0.0.1:9");
    options.headers = {{name, value}};
    EXPECT_THROW(LoneClient(options, kClock), std::invalid_argument);
  }
}

TEST(HttpClient, KeepsTheConnectionOverResponsesOfAnyStatus) {
  const ScriptedServer server(
      InTurn({Bytes(ResponseText(200, "x")), Bytes(ResponseText(500, "broken")),
              Bytes(ResponseText(401, R"({"error": "no"})")),
              Bytes(ResponseText(302, "", {"Location: http://127.0.0.1:9/"})),
              Bytes(ResponseText(200, "x"))}));
  LoneClient client(OptionsFor(server.url()), kClock);
  for (const int status : {200, 500, 401, 302, 200}) {
    EXPECT_EQ(Fetch(client).status, status);
  }
  EXPECT_EQ(server.connections(), 1);
  EXPECT_EQ(server.requests().size(), 5u);
}

TEST(HttpClient, ConnectsAgainWhereTheServerHasClosed) {
  const ScriptedServer server(BytesThenClose(ResponseText(200, "x")));
  LoneClient client(OptionsFor(server.url()), kClock);
  EXPECT_EQ(Fetch(client).reason, "");
  EXPECT_EQ(Fetch(client).reason, "");
  EXPECT_EQ(server.connections(), 2);
}

TEST(HttpClient, NeverShowsTheBodyOfAnError) {
  const auto received = FetchFrom(Bytes(ResponseText(500, "secret")));
  EXPECT_EQ(received.status, 500);
  EXPECT_EQ(received.body, "");
  EXPECT_EQ(received.reason, "") << "the status is the failure";
}

TEST(HttpClient, DoesNotWaitForTheEndOfALongError) {
  const auto endless = FetchFrom([](const auto&, auto& connection) {
    connection.Send("HTTP/1.1 503 X\r\nTransfer-Encoding: chunked\r\n\r\n");
    connection.SendForever("4\r\nbody\r\n");
  });
  EXPECT_EQ(endless.status, 503);
  const auto silent = FetchFrom([](const auto&, auto& connection) {
    connection.Send("HTTP/1.1 503 X\r\nContent-Length: 10\r\n\r\n");
    connection.Hang();
  });
  EXPECT_EQ(silent.status, 503);
  EXPECT_LT(silent.took, 10s);
}

TEST(HttpClient, DecodesGzip) {
  const std::string text(100'000, 'x');
  const auto received = FetchFrom(
      Bytes(ResponseText(200, Gzip(text), {"Content-Encoding: gzip"})));
  EXPECT_EQ(received.body, text);
  EXPECT_EQ(received.reason, "");
}

// So well compressed that one read from the network is more than is taken at
// once.
TEST(HttpClient, KeepsEveryByteOfAResponseThatComesFasterThanItIsPulled) {
  std::string text;
  for (int i = 0; i < 20'000; ++i) {
    text += std::to_string(i) + std::string(1000, '.');
  }
  const std::string zipped = Gzip(text);
  ASSERT_LT(zipped.size() * 100, text.size());
  auto request = GetRequest();
  request.max_body_size = text.size();
  const auto received = FetchFrom(
      Bytes(ResponseText(200, zipped, {"Content-Encoding: gzip"})), request);
  EXPECT_EQ(received.reason, "");
  EXPECT_TRUE(received.body == text);
  EXPECT_LE(received.longest_run, 2u << 20);
}

TEST(HttpClient, NeverLetsAPathContinueTheHost) {
  const ScriptedServer server(Bytes(ResponseText(200, "x")));
  LoneClient client(OptionsFor(server.url()), kClock);
  auto request = GetRequest();
  for (const char* path : {".evil.example/", "@evil.example/", "1/"}) {
    request.path = path;
    EXPECT_EQ(Fetch(client, request).status, 200);
    EXPECT_EQ(server.requests().back().target, std::string("/") + path);
  }
}

TEST(HttpClient, JoinsChunksThatComeInPieces) {
  const auto received = FetchFrom([](const auto&, auto& connection) {
    connection.Drip(
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
        "3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n",
        1ms);
  });
  EXPECT_EQ(received.body, "abcde");
  EXPECT_EQ(received.reason, "");
}

// Fault 1.
TEST(HttpClientFault, NameThatDoesNotResolve) {
  LoneClient client(OptionsFor("http://host.invalid:80"), kClock);
  const auto received = Fetch(client);
  EXPECT_EQ(received.reason, "dns");
  EXPECT_THAT(received.detail, HasSubstr("cannot resolve host.invalid: "));
  EXPECT_EQ(received.sent, 0u);
}

// Fault 3.
TEST(HttpClientFault, Refused) {
  const ClosedPort closed;
  LoneClient client(OptionsFor("http://127.0.0.1:" + closed.port()), kClock);
  const auto received = Fetch(client);
  EXPECT_EQ(received.reason, "connect");
  EXPECT_EQ(received.detail,
            "connection refused by 127.0.0.1:" + closed.port());
  EXPECT_EQ(received.sent, 0u);
}

// Fault 4.
TEST(HttpClientFault, Silence) {
  auto request = GetRequest();
  request.deadline = In(1s);
  const auto received = FetchFrom(
      [](const auto&, auto& connection) { connection.Hang(); }, request);
  EXPECT_EQ(received.reason, "timeout");
  EXPECT_THAT(received.detail, HasSubstr("no response from 127.0.0.1:"));
  EXPECT_EQ(received.sent, 1u);
  EXPECT_LT(received.took, 10s);
}

TEST(HttpClientFault, NoTimeLeft) {
  auto request = GetRequest();
  request.deadline = In(-1s);
  const auto received = FetchFrom(Bytes(ResponseText(200)), request);
  EXPECT_EQ(received.reason, "timeout");
  EXPECT_EQ(received.sent, 0u);
}

// Fault 5.
TEST(HttpClientFault, ResetBeforeTheResponse) {
  const auto received = FetchFrom(BytesThenReset(""));
  EXPECT_EQ(received.reason, "connect");
  EXPECT_EQ(received.sent, 1u);
  EXPECT_EQ(ReasonOf(BytesThenClose("")), "connect");
}

TEST(HttpClientFault, CutInMidBody) {
  const std::string half = "HTTP/1.1 200 X\r\nContent-Length: 10\r\n\r\n12345";
  const auto received = FetchFrom(BytesThenClose(half));
  EXPECT_EQ(received.reason, "truncated");
  EXPECT_EQ(ReasonOf(BytesThenReset(half)), "truncated");
}

// Fault 6.
TEST(HttpClientFault, CutChunkOrHead) {
  const std::string head = "HTTP/1.1 200 X\r\nTransfer-Encoding: chunked\r\n";
  EXPECT_EQ(ReasonOf(BytesThenClose(head + "\r\n5\r\n123")), "truncated");
  EXPECT_EQ(ReasonOf(BytesThenClose(head + "\r\n3\r\n123\r\n")), "truncated");
  EXPECT_EQ(ReasonOf(BytesThenClose(head)), "truncated");
  EXPECT_EQ(ReasonOf(BytesThenClose("HTTP/1.1 200 X\r\nDa")), "truncated");
}

// Without a length, only the decoder can detect this.
TEST(HttpClientFault, CutGzipWithoutALength) {
  const std::string zipped = Gzip(std::string(100'000, 'x'));
  for (const std::size_t size : {zipped.size() / 2, zipped.size() - 1}) {
    const auto received = FetchFrom(
        BytesThenClose("HTTP/1.1 200 X\r\nContent-Encoding: gzip\r\n\r\n" +
                       zipped.substr(0, size)));
    EXPECT_EQ(received.reason, "parse");
    EXPECT_EQ(received.detail, "the gzip body is cut off");
  }
}

TEST(HttpClientFault, BrokenGzip) {
  const std::string zipped = Gzip(std::string(1000, 'x'));
  std::string wrong_sum = zipped;
  wrong_sum[wrong_sum.size() - 8] ^= 1;
  for (const std::string& body : {std::string("no gzip at all"), wrong_sum}) {
    const auto received =
        FetchFrom(Bytes(ResponseText(200, body, {"Content-Encoding: gzip"})));
    EXPECT_EQ(received.reason, "parse");
    EXPECT_EQ(received.detail, "the gzip body is damaged");
  }
  for (const std::string& more : {zipped, std::string("x")}) {
    EXPECT_THAT(FetchFrom(Bytes(ResponseText(200, zipped + more,
                                             {"Content-Encoding: gzip"})))
                    .detail,
                HasSubstr("several members"));
  }
}

// Fault 8.
TEST(HttpClientFault, Dripping) {
  for (const std::string head :
       {"HTTP/1.1 200 X\r\nX: ",
        "HTTP/1.1 200 X\r\nContent-Length: 100000\r\n\r\n"}) {
    auto request = GetRequest();
    request.deadline = In(1s);
    const auto received = FetchFrom(
        [&](const auto&, auto& connection) {
          connection.Send(head);
          connection.Drip(std::string(100'000, 'x'), 1ms);
        },
        request);
    EXPECT_EQ(received.reason, "timeout");
    EXPECT_EQ(received.detail, "the response did not end in time");
    EXPECT_LT(received.took, 10s);
  }
}

// Fault 9.
TEST(HttpClientFault, EndlessHeaders) {
  const auto endless = [](std::string begin, std::string forever) -> Script {
    return [=](const auto&, auto& connection) {
      connection.Send(begin);
      connection.SendForever(forever);
    };
  };
  const auto headers =
      FetchFrom(endless("HTTP/1.1 200 X\r\n", "X-Filler: abcdefghij\r\n"));
  EXPECT_EQ(headers.reason, "other");
  EXPECT_THAT(headers.detail, HasSubstr("64 KiB"));
  EXPECT_EQ(ReasonOf(endless("HTTP/1.1 200 X\r\nX: ", std::string(4096, 'x'))),
            "other");
  EXPECT_EQ(ReasonOf(endless("", "HTTP/1.1 102 X\r\n\r\n")), "other");
  EXPECT_EQ(ReasonOf(endless("HTTP/1.1 200 X\r\nTransfer-Encoding: chunked"
                             "\r\n\r\n1\r\nx\r\n0\r\n",
                             "X-Trailer: abcdefghij\r\n")),
            "other");
}

// Fault 10.
TEST(HttpClientFault, TooLarge) {
  auto request = GetRequest();
  request.max_body_size = 1000;
  const auto exact =
      FetchFrom(Bytes(ResponseText(200, std::string(1000, 'x'))), request);
  EXPECT_EQ(exact.reason, "");
  EXPECT_EQ(exact.body.size(), 1000u);
  const auto announced = FetchFrom(
      Bytes("HTTP/1.1 200 X\r\nContent-Length: 104857600\r\n\r\n"), request);
  EXPECT_EQ(announced.reason, "too_large");
  EXPECT_THAT(announced.detail, HasSubstr("1000 bytes"));
  const auto endless = FetchFrom(
      [](const auto&, auto& connection) {
        connection.Send("HTTP/1.1 200 X\r\nTransfer-Encoding: chunked\r\n\r\n");
        connection.SendForever("4\r\nbody\r\n");
      },
      request);
  EXPECT_EQ(endless.reason, "too_large");
  EXPECT_LE(endless.body.size(), 1000u);
}

TEST(HttpClientFault, GzipBomb) {
  auto request = GetRequest();
  request.max_body_size = 32 << 20;
  const auto received =
      FetchFrom(Bytes(ResponseText(200, Gzip(std::string(64 << 20, ' ')),
                                   {"Content-Encoding: gzip"})),
                request);
  EXPECT_EQ(received.reason, "too_large");
  EXPECT_LE(received.body.size(), 32u << 20);
  EXPECT_LE(received.longest_run, 2u << 20) << "held at once";
}

// libcurl would decode each of these layers completely, however long that
// takes.
TEST(HttpClientFault, LayersOfGzipWithAnyStatus) {
  std::string bomb(256 << 20, ' ');
  for (int i = 0; i < 2; ++i) bomb = Gzip(bomb);
  ASSERT_LT(bomb.size(), 20'000u);
  for (const char* header :
       {"Content-Encoding: gzip, gzip", "Transfer-Encoding: gzip, gzip",
        "Transfer-Encoding: gzip, chunked"}) {
    for (const int status : {200, 302, 401, 404, 500}) {
      const auto received =
          FetchFrom(Bytes(ResponseText(status, bomb, {header})));
      EXPECT_EQ(received.body, "") << header << status;
      EXPECT_EQ(received.reason, status == 200 ? "other" : "")
          << header << status;
      EXPECT_EQ(received.status, status) << header;
    }
  }
}

// A compressed response arrives at once, but takes long to decode.
TEST(HttpClientFault, DecodingPastTheDeadline) {
  const std::string zipped = Gzip(std::string(4 << 20, ' '));
  const ScriptedServer server(
      Bytes(ResponseText(200, zipped, {"Content-Encoding: gzip"})));
  ForwardClock clock;
  LoneClient client(OptionsFor(server.url()), clock);
  auto request = GetRequest();
  request.max_body_size = 1 << 30;
  request.deadline = In(60s);
  auto response = client.Send(request);
  EXPECT_FALSE(response.Next().empty());
  clock.Advance(61s);
  EXPECT_TRUE(response.Next().empty());
  ASSERT_TRUE(response.failure());
  EXPECT_EQ(response.failure()->reason, FailureReason::kTimeout);
}

TEST(HttpClientFault, StatusLineAmongTheHeaders) {
  EXPECT_EQ(
      FetchFrom(Bytes(ResponseText(500, "x", {"HTTP/1.1 200 x: y"}))).status,
      500);
}

TEST(HttpClientFault, LengthWithTooManyDigits) {
  const auto received = FetchFrom(BytesThenClose(
      "HTTP/1.1 200 X\r\nContent-Length: 99999999999999999999999\r\n\r\nx"));
  EXPECT_EQ(received.reason, "other");
  EXPECT_THAT(received.detail, HasSubstr("Content-Length"));
}

// Closes or resets each connection when its second request arrives.
Script BreakAfterOne(bool reset) {
  auto seen = std::make_shared<std::atomic<int>>(0);
  return [=](const ReceivedRequest& request, ServerConnection& connection) {
    if (seen->exchange(request.connection) != request.connection) {
      connection.Send(ResponseText(200, "x"));
    } else if (reset) {
      connection.Reset();
    } else {
      connection.Close();
    }
  };
}

TEST(HttpClient, ResendsOnceWhenAKeptConnectionWasClosed) {
  for (const bool reset : {false, true}) {
    const ScriptedServer server(BreakAfterOne(reset));
    LoneClient client(OptionsFor(server.url()), kClock);
    auto post = GetRequest();
    post.json = "{}";
    EXPECT_EQ(Fetch(client).sent, 1u);
    for (int i = 0; i < 20; ++i) {
      const auto received = Fetch(client, i % 2 == 0 ? GetRequest() : post);
      EXPECT_EQ(received.reason, "") << i << received.detail;
      EXPECT_EQ(received.body, "x");
      EXPECT_EQ(received.sent, 2u);
    }
    EXPECT_EQ(server.requests().size(), 41u);
    EXPECT_EQ(server.requests().back().method, "POST");
    EXPECT_EQ(server.requests().back().body, "{}");
  }
}

TEST(HttpClientFault, NewConnectionIsNotRetried) {
  const ScriptedServer server(BytesThenClose(""));
  LoneClient client(OptionsFor(server.url()), kClock);
  EXPECT_EQ(Fetch(client).reason, "connect");
  EXPECT_EQ(server.requests().size(), 1u);
}

TEST(HttpClientFault, NoFreeFileDescriptor) {
  const ScriptedServer server(BytesThenClose(ResponseText(200, "x")));
  LoneClient client(OptionsFor(server.url()), kClock);
  // Sanitizers also need descriptors when code runs for the first time.
  EXPECT_EQ(Fetch(client).body, "x");
  rlimit before{};
  getrlimit(RLIMIT_NOFILE, &before);
  const rlimit none{0, before.rlim_max};
  setrlimit(RLIMIT_NOFILE, &none);
  const auto received = Fetch(client);
  setrlimit(RLIMIT_NOFILE, &before);
  EXPECT_EQ(received.reason, "other");
  EXPECT_THAT(received.detail, HasSubstr("out of file descriptors"));
  EXPECT_THAT(received.detail, HasSubstr("LimitNOFILE"));
  EXPECT_EQ(Fetch(client).body, "x");
}

// The last 25 of 200 descriptors are reserved for clients of the exporter.
TEST(HttpClientFault, LastFileDescriptorsAreLeftToClients) {
  const ScriptedServer server(BytesThenClose(ResponseText(200, "x")));
  LoneClient client(OptionsFor(server.url()), kClock);
  rlimit before{};
  getrlimit(RLIMIT_NOFILE, &before);
  const rlimit few{200, before.rlim_max};
  setrlimit(RLIMIT_NOFILE, &few);
  std::vector<int> others;
  while (others.empty() || others.back() < 174) {
    others.push_back(::dup(STDERR_FILENO));
  }
  const auto without = Fetch(client);
  ::close(others.back());
  others.pop_back();
  const auto with_one = Fetch(client);
  for (const int other : others) ::close(other);
  setrlimit(RLIMIT_NOFILE, &before);
  EXPECT_EQ(without.reason, "other");
  EXPECT_THAT(without.detail, HasSubstr("out of file descriptors"));
  EXPECT_EQ(with_one.body, "x");
}

TEST(HttpClientFault, ProxyRefusalWithAnEndlessBody) {
  const ScriptedServer proxy([](const auto&, auto& connection) {
    connection.Send("HTTP/1.1 407 X\r\nTransfer-Encoding: chunked\r\n\r\n");
    connection.SendForever("4\r\nbody\r\n");
  });
  auto options = OptionsFor("https://api.invalid");
  options.proxy_url = *ParseProxyUrl("http://127.0.0.1:" + proxy.port());
  LoneClient client(options, kClock);
  const auto received = Fetch(client);
  EXPECT_EQ(received.reason, "connect");
  EXPECT_THAT(received.detail, HasSubstr("refuses to connect: status 407"));
  EXPECT_EQ(received.status, 0);
}

TEST(HttpClient, ReportsItsStep) {
  const ScriptedServer server([](const auto&, auto& connection) {
    connection.Send("HTTP/1.1 200 X\r\nContent-Length: 100\r\n\r\nx");
    connection.Hang();
  });
  LoneClient client(OptionsFor(server.url()), kClock);
  auto response = client.Send(GetRequest());
  EXPECT_EQ(client.step(), HttpStep::kResponse);
}

TEST(HttpClient, EndsItsStepsWithTheResponse) {
  const ScriptedServer server(
      InTurn({Bytes(ResponseText(200, "x")), BytesThenClose("")}));
  LoneClient client(OptionsFor(server.url()), kClock);
  Fetch(client);
  EXPECT_EQ(client.step(), HttpStep::kEnded);
  Fetch(client);
  EXPECT_EQ(client.step(), HttpStep::kEnded) << "also if it fails";
}

TEST(HttpClient, ReportsThatItWaitsForAResponse) {
  const ScriptedServer server(
      [](const auto&, auto& connection) { connection.Hang(); });
  LoneClient client(OptionsFor(server.url()), kClock);
  std::jthread other([&] {
    server.WaitForRequests(1);
    EXPECT_EQ(client.step(), HttpStep::kRequest);
    client.Cancel();
  });
  EXPECT_EQ(Fetch(client).detail, "cancelled");
}

TEST(HttpClientFault, EncodingsThatWereNotRequested) {
  std::string twenty = "Content-Encoding: gzip";
  for (int i = 1; i < 20; ++i) twenty += ", gzip";
  EXPECT_EQ(ReasonOf(Bytes(ResponseText(200, "x", {twenty}))), "other");
  EXPECT_EQ(ReasonOf(Bytes(ResponseText(200, "x", {"Content-Encoding: br"}))),
            "other");
  EXPECT_EQ(
      FetchFrom(Bytes(ResponseText(500, "x", {"Content-Encoding: br"}))).status,
      500);
}

// Fault 15.
TEST(HttpClientFault, RedirectIsNotFollowed) {
  const ScriptedServer other(Bytes(ResponseText(200, "x")));
  const auto received = FetchFrom(
      Bytes(ResponseText(302, "", {"Location: " + other.url() + "/"})));
  EXPECT_EQ(received.status, 302);
  EXPECT_EQ(other.connections(), 0);
}

// Fault 16.
TEST(HttpClientFault, StrangeResponses) {
  for (const std::string bytes :
       {"SSH-2.0-OpenSSH_9.2\r\n", "HTTP/9.9 200 X\r\n\r\n",
        "HTTP/1.1 99999 X\r\n\r\n", "HTTP/1.1 2x0 X\r\n\r\n", "\r\n\r\n",
        "HTTP/1.1 200 X\r\nContent-Length: abc\r\n\r\n",
        "HTTP/1.1 200 X\r\nContent-Length: -5\r\n\r\n12345"}) {
    const auto received = FetchFrom(BytesThenClose(bytes));
    EXPECT_TRUE(received.reason == "other" || received.reason == "truncated")
        << bytes << ": " << received.reason;
    EXPECT_THAT(received.detail, Not(HasSubstr("SSH")));
  }
  EXPECT_EQ(ReasonOf(BytesThenClose(
                std::string("HTTP/1.1 200 X\r\nX: a\0b\r\n\r\n", 25))),
            "other");
}

TEST(HttpClientFault, OptionThatLibcurlDoesNotAccept) {
  auto request = GetRequest();
  request.path = "/" + std::string(9'000'000, 'x');
  const auto received = FetchFrom(Bytes(ResponseText(200)), request);
  EXPECT_EQ(received.reason, "other");
  EXPECT_THAT(received.detail,
              HasSubstr("libcurl does not accept CURLOPT_URL"));
}

TEST(HttpClientFault, SwitchedProtocols) {
  auto request = GetRequest();
  request.deadline = In(5s);
  const auto received = FetchFrom(
      Bytes("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n"), request);
  EXPECT_EQ(received.status, 101);
  EXPECT_EQ(received.reason, "");
}

TEST(HttpClientFault, TwoLengths) {
  const auto fetch = [](const std::string& first, const std::string& second) {
    return FetchFrom(
        BytesThenClose("HTTP/1.1 200 X\r\nContent-Length: " + first +
                       "\r\nContent-Length: " + second + "\r\n\r\n12345"));
  };
  for (const auto& [first, second] :
       {std::pair{"5", "9"}, {"9", "5"}, {"5", "3"}, {"3", "5"}}) {
    EXPECT_EQ(fetch(first, second).reason, "other") << first << second;
  }
  const auto received = fetch("5", "5");
  EXPECT_EQ(received.reason, "");
  EXPECT_EQ(received.body, "12345");
}

TEST(HttpClientFault, HasHelpfulMessages) {
  EXPECT_EQ(FetchFrom(BytesThenClose("\x15\x03\x01 TLS?\r\n")).detail,
            "the response is not HTTP");
  EXPECT_THAT(FetchFrom(BytesThenClose("HTTP/1.1 200 X\r\nX: " +
                                       std::string(2'000'000, 'x')))
                  .detail,
              HasSubstr("a response header is too long"));
}

TEST(HttpClient, SendsOneRequestWhateverAuthenticationIsOffered) {
  const ScriptedServer server(Bytes(ResponseText(
      401, "", {"WWW-Authenticate: Bearer", "WWW-Authenticate: Basic"})));
  LoneClient client(OptionsFor(server.url()), kClock);
  auto request = GetRequest();
  request.bearer_token = "abc";
  EXPECT_EQ(Fetch(client, request).status, 401);
  EXPECT_EQ(server.requests().size(), 1u);
}

TEST(HttpClient, IsCancelledFromAnotherThreadWithinMoments) {
  const ScriptedServer server(
      [](const auto&, auto& connection) { connection.Hang(); });
  LoneClient client(OptionsFor(server.url()), kClock);
  SteadyTime cancelled;
  std::jthread other([&] {
    server.WaitForRequests(1);
    cancelled = std::chrono::steady_clock::now();
    client.Cancel();
  });
  EXPECT_EQ(Fetch(client).reason, "other");
  other.join();
  EXPECT_LT(std::chrono::steady_clock::now() - cancelled, 5s);
  EXPECT_EQ(Fetch(client).reason, "other") << "and each later one";
  EXPECT_EQ(server.requests().size(), 1u);
}

TEST(HttpClient, GivesUpAResponseThatIsNotReadToItsEnd) {
  const ScriptedServer server(InTurn({[](const auto&, auto& connection) {
                                        connection.Send(
                                            "HTTP/1.1 200 X\r\n"
                                            "Content-Length: 100000\r\n\r\nx");
                                        connection.Hang();
                                      },
                                      Bytes(ResponseText(200, "y"))}));
  LoneClient client(OptionsFor(server.url()), kClock);
  EXPECT_EQ(client.Send(GetRequest()).Next(), "x");
  EXPECT_EQ(Fetch(client).body, "y");
  EXPECT_EQ(server.connections(), 2);
}

TEST(HttpClient, ObeysNoEnvironmentVariable) {
  const ClosedPort closed;
  const std::string proxy = "http://127.0.0.1:" + closed.port();
  for (const char* name : {"http_proxy", "ALL_PROXY", "all_proxy"}) {
    ::setenv(name, proxy.c_str(), 1);
  }
  EXPECT_EQ(FetchFrom(Bytes(ResponseText(200, "x"))).body, "x");
  for (const char* name : {"http_proxy", "ALL_PROXY", "all_proxy"}) {
    ::unsetenv(name);
  }
}

TEST(HttpClient, GoesThroughAProxyWithItsPassword) {
  const ScriptedServer proxy(Bytes(ResponseText(200, "x")));
  auto options = OptionsFor("http://api.invalid:8080");
  options.proxy_url =
      *ParseProxyUrl("http://user:p%40ss@127.0.0.1:" + proxy.port());
  ::setenv("no_proxy", "*", 1);
  LoneClient client(options, kClock);
  EXPECT_EQ(Fetch(client).body, "x");
  ::unsetenv("no_proxy");
  const auto seen = proxy.requests().at(0);
  EXPECT_EQ(seen.target, "http://api.invalid:8080/v3/monitor?=null");
  EXPECT_EQ(seen.Header("Proxy-Authorization"), "Basic dXNlcjpwQHNz");
}

TEST(HttpClient, SaysThatAProxyRefusedWithoutItsPassword) {
  const ScriptedServer proxy(Bytes(ResponseText(407)));
  auto options = OptionsFor("https://api.invalid");
  options.proxy_url =
      *ParseProxyUrl("http://user:hunter2@127.0.0.1:" + proxy.port());
  LoneClient client(options, kClock);
  const auto received = Fetch(client);
  EXPECT_EQ(proxy.requests().at(0).target, "api.invalid:443");
  EXPECT_EQ(received.reason, "connect");
  EXPECT_EQ(received.detail, "the proxy 127.0.0.1:" + proxy.port() +
                                 " refuses to connect: status 407");
  EXPECT_EQ(received.sent, 0u);
}

TEST(HttpClient, ReachesAServerByNameAndByAddressOfEitherFamily) {
  const ScriptedServer server(Bytes(ResponseText(200, "x")));
  LoneClient client(OptionsFor("http://localhost:" + server.port()), kClock);
  EXPECT_EQ(Fetch(client).body, "x");
  EXPECT_EQ(server.requests().at(0).Header("Host"),
            "localhost:" + server.port());
  const ClosedPort closed;
  LoneClient v6(OptionsFor("http://[::1]:" + closed.port()), kClock);
  EXPECT_THAT(Fetch(v6).reason, "connect");
}

}  // namespace
}  // namespace pitel
