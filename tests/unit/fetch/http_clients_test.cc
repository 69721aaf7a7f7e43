#include "fetch/http_clients.h"

#include <gtest/gtest.h>

#include <atomic>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "support/fake_clock.h"
#include "unit/fetch/fetching.h"

namespace pitel {
namespace {

using std::chrono::seconds;

class HttpClientsTest : public ::testing::Test {
 protected:
  const ApiOptions options_ = OptionsFor("http://127.0.0.1:9/prefix");
  FakeClock clock_;
  HttpClients clients_{clock_};
};

TEST_F(HttpClientsTest, AreTheSameForEqualOptions) {
  ApiOptions same = options_;
  same.credential.value = "another key";
  same.max_response_size = 5;
  const auto first = clients_.For(options_);
  EXPECT_EQ(first, clients_.For(same));

  ApiOptions other = options_;
  other.headers["X-Gateway"] = "1";
  EXPECT_NE(first, clients_.For(other));
  other = options_;
  other.url.path = "/other";
  EXPECT_NE(first, clients_.For(other));
  other = options_;
  other.tls.insecure_skip_verify = true;
  EXPECT_NE(first, clients_.For(other));
  EXPECT_EQ(first, clients_.For(options_));
}

TEST_F(HttpClientsTest, LiveAsLongAsSomebodySharesThem) {
  std::weak_ptr<HostClients> shared = clients_.For(options_);
  EXPECT_TRUE(shared.expired());
  const auto user = clients_.For(options_);
  shared = user;
  clients_.ForgetUnused();
  EXPECT_EQ(clients_.For(options_), user);
}

TEST_F(HttpClientsTest, RefuseOptionsThatCannotBePutToUse) {
  ApiOptions options = options_;
  options.headers["X-Gateway"] = "1\r\nX-Other: 2";
  EXPECT_THROW(clients_.For(options), std::invalid_argument);
}

TEST_F(HttpClientsTest, GiveTheOneThatWasUsedLast) {
  const auto clients = clients_.For(options_);
  HostClients& host = *clients;
  auto first = host.Take();
  auto second = host.Take();
  const HttpClient* const used_last = second.get();
  EXPECT_NE(first, second);
  host.Return(std::move(first), true);
  host.Return(std::move(second), true);
  EXPECT_EQ(host.Take().get(), used_last);
}

TEST_F(HttpClientsTest, GiveOneThatFailedOnlyIfThereIsNoOther) {
  const auto clients = clients_.For(options_);
  HostClients& host = *clients;
  auto good = host.Take();
  auto bad = host.Take();
  const HttpClient* const failed = bad.get();
  host.Return(std::move(good), true);
  host.Return(std::move(bad), false);
  const auto first = host.Take();
  EXPECT_NE(first.get(), failed);
  EXPECT_EQ(host.Take().get(), failed);
}

TEST(HostClients, UseWhatAnotherHasLookedUp) {
  const ScriptedServer server(Bytes(ResponseText(200, "abc")));
  // The last lookup may outlive the test.
  const auto fails = std::make_shared<std::atomic<bool>>(false);
  const Resolver resolver = [fails](const std::string&) -> Result<Addresses> {
    if (*fails) return Error{"outage"};
    return Addresses{"127.0.0.1"};
  };
  FakeClock clock;
  HostClients host(OptionsFor("http://api.example.com:" + server.port()), clock,
                   resolver);
  auto request = GetRequest();
  request.deadline = clock.Now().steady + seconds(3600);
  const auto first = host.Take();
  EXPECT_EQ(Fetch(*first, request).detail, "");
  *fails = true;
  const auto second = host.Take();
  EXPECT_EQ(Fetch(*second, request).detail, "");
  clock.Advance(seconds(600));
  const auto third = host.Take();
  EXPECT_EQ(Fetch(*third, request).detail, "") << "in an outage";
  EXPECT_EQ(server.connections(), 3);
}

// Run under ThreadSanitizer, too.
TEST(HostClients, LookUpOnceForRequestsAtOnce) {
  const ScriptedServer server(Bytes(ResponseText(200, "abc")));
  std::atomic<int> lookups = 0;
  const SystemClock clock;
  HostClients host(OptionsFor("http://api.example.com:" + server.port()), clock,
                   [&](const std::string&) {
                     ++lookups;
                     return Addresses{"127.0.0.1"};
                   });
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 8; ++i) {
      threads.emplace_back([&host] {
        auto client = host.Take();
        EXPECT_EQ(Fetch(*client).detail, "");
        host.Return(std::move(client), true);
      });
    }
  }
  EXPECT_EQ(lookups, 1);
}

TEST_F(HttpClientsTest, AreClosedWhenNobodyTakesThem) {
  const auto clients = clients_.For(options_);
  HostClients& host = *clients;
  auto first = host.Take();
  auto second = host.Take();
  const HttpClient* const unused = first.get();
  host.Return(std::move(first), true);
  for (int i = 0; i < 3; ++i) {
    clock_.Advance(seconds(59));
    host.Return(std::move(second), true);
    second = host.Take();
  }
  EXPECT_NE(host.Take().get(), unused) << "nobody took it for two minutes";
}

}  // namespace
}  // namespace pitel
