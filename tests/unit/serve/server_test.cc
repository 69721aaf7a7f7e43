#include "serve/server.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <ctime>
#include <exception>
#include <fstream>
#include <new>
#include <ostream>
#include <stdexcept>
#include <thread>
#include <utility>

#include "unit/serve/client.h"
#include "unit/serve/server_fixture.h"

namespace pitel {
namespace {

using namespace std::chrono_literals;
using testing::AllowManyDescriptors;
using ::testing::AnyOf;
using testing::Client;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using testing::ServerTest;
using ::testing::StartsWith;
using Steady = std::chrono::steady_clock;

TEST_F(ServerTest, RespondsWithHeadAndBody) {
  Start();
  const std::string response = Fetch("/metrics");
  EXPECT_THAT(response, StartsWith("HTTP/1.1 200 OK\r\nDate: "));
  EXPECT_THAT(response, HasSubstr("\r\nVary: Accept, Accept-Encoding\r\n"));
  EXPECT_THAT(response, EndsWith("\r\n\r\n"
                                 "# HELP pitel_calls_total Calls.\n"
                                 "# TYPE pitel_calls_total counter\n"
                                 "pitel_calls_total{target=\"hcm\","
                                 "tenant=\"0\"} 1\n"));
}

TEST_F(ServerTest, JoinsSeveralHeadersOfOneName) {
  Start();
  EXPECT_THAT(Fetch("/metrics",
                    "Accept: text/plain;q=0.5\r\n"
                    "Accept: application/openmetrics-text\r\n"),
              EndsWith("# EOF\n"));
}

TEST_F(ServerTest, SendsLargePages) {
  Start(100'000);
  const std::string body = example_->page->Make({Format::kText})->bytes;
  const std::string response = Fetch("/metrics");
  EXPECT_THAT(
      response,
      HasSubstr("\r\nContent-Length: " + std::to_string(body.size()) + "\r\n"));
  EXPECT_TRUE(response.ends_with("\r\n\r\n" + body));
}

TEST_F(ServerTest, RespondsToHeadAsToGetWithoutTheBody) {
  Start();
  Client client = Connect();
  const std::string get = client.Get("/metrics").Response();
  client.Send("HEAD /metrics HTTP/1.1\r\nHost: x\r\n\r\n");
  const std::string head = client.Response(false);
  const auto after_date = [](const std::string& text) {
    return text.substr(text.find("Content-Type"),
                       text.find("\r\n\r\n") - text.find("Content-Type"));
  };
  EXPECT_EQ(after_date(head), after_date(get));
  EXPECT_THAT(client.Get("/-/healthy").Response(),
              StartsWith("HTTP/1.1 200 OK\r\n"));
}

TEST_F(ServerTest, KeepsTheConnectionForManyRequests) {
  options_.limits.requests_per_connection = 3;
  Start();
  Client client = Connect();
  EXPECT_THAT(client.Get("/").Response(), HasSubstr("Connection: keep-alive"));
  EXPECT_THAT(client.Get("/").Response(), HasSubstr("Connection: keep-alive"));
  EXPECT_THAT(client.Get("/").ReadToEnd(), HasSubstr("Connection: close"));
  EXPECT_TRUE(client.closed());
}

TEST_F(ServerTest, RespondsToPipelinedRequestsInOrder) {
  Start();
  Client client = Connect();
  client.Send(
      "GET /-/healthy HTTP/1.1\r\nHost: x\r\n\r\n"
      "GET /nothing HTTP/1.1\r\nHost: x\r\n\r\n"
      "GET /config HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  EXPECT_THAT(client.Response(), EndsWith("Healthy\n"));
  EXPECT_THAT(client.Response(), EndsWith("Not found\n"));
  EXPECT_THAT(client.ReadToEnd(), EndsWith("targets: []\n"));
  EXPECT_TRUE(client.closed());
}

TEST_F(ServerTest, ClosesAfterARequestOfHttp10) {
  Start();
  Client client = Connect();
  client.Send("GET /-/healthy HTTP/1.0\r\n\r\n");
  EXPECT_THAT(client.ReadToEnd(), EndsWith("Healthy\n"));
  EXPECT_TRUE(client.closed());
}

TEST_F(ServerTest, ClosesIdleConnections) {
  options_.limits.idle = 20ms;
  Start();
  Client client = Connect();
  EXPECT_THAT(client.Get("/-/healthy").ReadToEnd(), EndsWith("Healthy\n"));
  EXPECT_TRUE(client.closed());
}

// Malformed requests and the status of the response.
struct Malformed {
  const char* name;
  std::string request;
  const char* status;
};

void PrintTo(const Malformed& malformed, std::ostream* out) {
  *out << malformed.name;
}

class MalformedRequest : public ServerTest,
                         public ::testing::WithParamInterface<Malformed> {};

TEST_P(MalformedRequest, IsRefusedAtOnce) {
  Start();
  const auto before = Steady::now();
  Client client = Connect();
  const std::string response = client.Send(GetParam().request).ReadToEnd();
  EXPECT_THAT(response,
              StartsWith("HTTP/1.1 " + std::string(GetParam().status)));
  EXPECT_THAT(response, HasSubstr("\r\nConnection: close\r\n"));
  EXPECT_TRUE(client.closed());
  EXPECT_LT(Steady::now() - before, options_.limits.read_header);
  Probe();
}

std::string Repeat(std::string_view text, int times) {
  std::string repeated;
  for (int i = 0; i < times; ++i) repeated += text;
  return repeated;
}

const std::string kGet = "GET /metrics HTTP/1.1\r\n";

INSTANTIATE_TEST_SUITE_P(
    Kinds, MalformedRequest,
    ::testing::Values(
        Malformed{
            "LargeHeader",
            kGet + "Host: x\r\nX: " + std::string(17'000, 'x') + "\r\n\r\n",
            "431"},
        Malformed{"EndlessTarget", "GET /" + std::string(20'000, 'x'), "431"},
        Malformed{"ManyFields",
                  kGet + "Host: x\r\n" + Repeat("X: y\r\n", 70) + "\r\n",
                  "431"},
        Malformed{
            "TlsHello",
            std::string("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 11),
            "400"},
        Malformed{"BareLineFeeds", "GET /metrics HTTP/1.1\nHost: x\n\n", "400"},
        Malformed{"LineFeedAfterAField", kGet + "Host: x\nX: y\r\n\r\n", "400"},
        Malformed{"LengthAndChunks",
                  kGet + "Host: x\r\nContent-Length: 5\r\n"
                         "Transfer-Encoding: chunked\r\n\r\n",
                  "400"},
        Malformed{"TwoLengths",
                  kGet + "Host: x\r\nContent-Length: 5\r\n"
                         "Content-Length: 6\r\n\r\n",
                  "400"},
        Malformed{"Body", kGet + "Host: x\r\nContent-Length: 5\r\n\r\nhello",
                  "413"},
        Malformed{"Chunks",
                  kGet + "Host: x\r\nTransfer-Encoding: chunked\r\n\r\n"
                         "5\r\nhello\r\n0\r\n\r\n",
                  "413"},
        Malformed{"UnknownEncoding",
                  kGet + "Host: x\r\nTransfer-Encoding: gzip\r\n\r\n", "413"},
        Malformed{"BodyOfAnotherMethod",
                  "POST /metrics HTTP/1.1\r\nHost: x\r\n"
                  "Content-Length: 5\r\n\r\nhello",
                  "405"},
        Malformed{"BodyThatIsAwaited",
                  "PUT /nothing HTTP/1.1\r\nHost: x\r\n"
                  "Content-Length: 5\r\nExpect: 100-continue\r\n\r\n",
                  "404"},
        Malformed{"ChunksOfAnotherMethod",
                  "POST /metrics HTTP/1.1\r\nHost: x\r\n"
                  "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
                  "405"},
        Malformed{"HugeBody",
                  kGet + "Host: x\r\nContent-Length: 18446744073709551615\r\n"
                         "\r\n",
                  "413"},
        Malformed{"NoHost", kGet + "\r\n", "400"},
        Malformed{"TwoHosts", kGet + "Host: x\r\nHost: y\r\n\r\n", "400"},
        Malformed{"SpaceBeforeColon", kGet + "Host : x\r\n\r\n", "400"},
        Malformed{"NulInAField", kGet + std::string("Host: x\0y\r\n\r\n", 13),
                  "400"},
        Malformed{"NoVersion", "GET /metrics\r\n\r\n", "400"},
        Malformed{"Http2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "400"},
        Malformed{"BadMethod", "G@T /metrics HTTP/1.1\r\nHost: x\r\n\r\n",
                  "400"}),
    [](const auto& kind) { return kind.param.name; });

TEST_F(ServerTest, RespondsToUnknownMethodsAndStrangePathsAndGoesOn) {
  Start();
  Client client = Connect();
  client.Send("BREW /metrics HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_THAT(client.Response(), StartsWith("HTTP/1.1 405 "));
  for (const auto* path : {"/metrics%00", "/x/../metrics", "/../etc/passwd"}) {
    EXPECT_THAT(client.Get(path).Response(), StartsWith("HTTP/1.1 404 "));
  }
  EXPECT_THAT(client.Get("/metrics").Response(), StartsWith("HTTP/1.1 200 "));
}

TEST_F(ServerTest, IsNotDelayedByIdleAndDrippingClients) {
  AllowManyDescriptors();
  Start();
  std::vector<Client> clients;
  for (int i = 0; i < 500; ++i) {
    clients.push_back(Connect());
    if (i % 2 == 0) clients.back().Send("GET /metrics HTT");
  }
  EXPECT_LT(Probe(), options_.limits.read_header);
}

TEST_F(ServerTest, ClosesClientsThatDoNotFinishTheirHeader) {
  options_.limits.read_header = 100ms;
  Start();
  Client idle = Connect();
  Client dripping = Connect();
  for (int i = 0; i < 1000 && !dripping.IsResetWithin(5ms); ++i) {
    dripping.Send("x");
  }
  EXPECT_TRUE(dripping.IsResetWithin(10s));
  EXPECT_EQ(idle.ReadToEnd(), "");
  EXPECT_TRUE(idle.closed());
}

// Resident memory in bytes.
std::size_t ResidentMemory() {
  std::ifstream statm("/proc/self/statm");
  std::size_t size = 0;
  std::size_t resident = 0;
  statm >> size >> resident;
  return resident * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
}

TEST_F(ServerTest, IsNotDelayedByClientsThatDoNotReadAndKeepsNoCopies) {
  Start(100'000);
  const std::size_t page_size = example_->page->Make({})->text_size;
  EXPECT_GT(page_size, 4'000'000u);
  Probe();
  const std::size_t before = ResidentMemory();
  std::vector<Client> readers;
  for (int i = 0; i < 200; ++i) {
    readers.push_back(Connect());
    readers.back().Get("/metrics");
  }
  EXPECT_LT(Probe(), options_.limits.write);
  EXPECT_LT(ResidentMemory(), before + 20 * page_size);
}

TEST_F(ServerTest, ResetsClientsThatDoNotReadInTime) {
  options_.limits.write = 100ms;
  Start(100'000);
  Client reader = Connect();
  reader.Get("/metrics");
  EXPECT_TRUE(reader.IsResetWithin(10s));
  Probe();
}

TEST_F(ServerTest, MakesProgressWithoutClients) {
  Start();
  const SteadyTime before = Steady::now();
  while (server_->last_progress() < before) std::this_thread::sleep_for(1ms);
}

TEST_F(ServerTest, SaysWhyItIsNotHealthy) {
  example_.emplace();
  example_->trouble = "target a is stuck";
  StartSite(example_->site());
  const std::string response = Fetch("/-/healthy");
  EXPECT_THAT(response, StartsWith("HTTP/1.1 503 "));
  EXPECT_THAT(response, EndsWith("Not healthy: target a is stuck\n"));
}

TEST_F(ServerTest, GoesOnAfterAnException) {
  example_.emplace();
  Site site = example_->site();
  site.tail = [](Format, const Selection&) -> std::string {
    throw std::bad_alloc();
  };
  StartSite(site);
  for (int i = 0; i < 3; ++i) {
    Client client = Connect();
    EXPECT_EQ(client.Get("/metrics").ReadToEnd(), "");
    EXPECT_TRUE(client.closed());
    Probe();
  }
}

TEST_F(ServerTest, RefusesAScrapeIfThereIsNoMemoryForItsPage) {
  example_.emplace();
  Site site = example_->site();
  site.page = [this, server = std::thread::id()]() mutable {
    if (server == std::thread::id()) server = std::this_thread::get_id();
    if (server != std::this_thread::get_id()) throw std::bad_alloc();
    return example_->page;
  };
  StartSite(site);
  for (int i = 0; i < 3; ++i) {
    EXPECT_THAT(Fetch("/metrics"), StartsWith("HTTP/1.1 503 "));
  }
}

// An exception without a reason: no string can be made from its what().
class WithoutReason : public std::exception {
 public:
  const char* what() const noexcept override { return nullptr; }
};

TEST_F(ServerTest, GoesOnAfterAnExceptionThatCannotBeLogged) {
  example_.emplace();
  Site site = example_->site();
  site.tail = [](Format, const Selection&) -> std::string {
    throw WithoutReason();
  };
  StartSite(site);
  EXPECT_EQ(Connect().Get("/metrics").ReadToEnd(), "");
  Probe();
}

TEST_F(ServerTest, StopsAtOnceWithAnyClients) {
  Start(100'000);
  Client idle = Connect();
  Client dripping = Connect();
  dripping.Send("GET /metr");
  Client slow = Connect();
  slow.Get("/metrics");
  EXPECT_TRUE(slow.HasInputWithin(10s));
  Probe();
  const auto before = Steady::now();
  server_.reset();
  EXPECT_LT(Steady::now() - before, 1s);
  EXPECT_EQ(idle.ReadToEnd(), "");
  EXPECT_TRUE(idle.closed());
}

TEST_F(ServerTest, ListensOnSeveralAddresses) {
  options_.listen_addresses = {"127.0.0.1:0", "localhost:0", ":0"};
  Start();
  const auto addresses = server_->addresses();
  ASSERT_EQ(addresses.size(), 3u);
  EXPECT_THAT(addresses[0], StartsWith("127.0.0.1:"));
  EXPECT_THAT(addresses[2], AnyOf(StartsWith("[::]:"), StartsWith("0.0.0.0:")));
  for (const auto& address : addresses) {
    EXPECT_THAT(Client(address).Get("/-/healthy").Response(),
                EndsWith("Healthy\n"));
  }
}

TEST_F(ServerTest, ServesBothFamiliesOnOneSocket) {
  options_.listen_addresses = {":0"};
  Start();
  if (!address_.starts_with("[::]:")) GTEST_SKIP() << "no IPv6 here";
  for (const bool v6 : {false, true}) {
    EXPECT_THAT(Client(address_, v6).Get("/-/healthy").Response(),
                EndsWith("Healthy\n"));
  }
}

TEST_F(ServerTest, NamesTheAddressItCannotBind) {
  Start();
  ServerOptions options;
  options.listen_addresses = {"127.0.0.1:0", address_};
  const auto bind = [&] { Server(options, example_->site(), log_); };
  EXPECT_THAT(bind, ::testing::ThrowsMessage<std::runtime_error>(
                        "cannot listen on \"" + address_ +
                        "\": Address already in use"));
  options.listen_addresses = {"host.invalid:1"};
  EXPECT_THAT(bind,
              ::testing::ThrowsMessage<std::runtime_error>(StartsWith(
                  "cannot listen on \"host.invalid:1\": Host not found")));
  options.listen_addresses = {"nonsense"};
  EXPECT_THAT(bind, ::testing::ThrowsMessage<std::runtime_error>(
                        StartsWith("invalid listen address \"nonsense\"")));
}

}  // namespace
}  // namespace pitel
