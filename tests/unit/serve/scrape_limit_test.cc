#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <stop_token>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "serve/open_connections.h"
#include "support/fake_clock.h"
#include "unit/serve/server_fixture.h"

namespace pitel {
namespace {

using namespace std::chrono_literals;
using testing::AllowManyDescriptors;
using testing::Client;
using testing::ServerTest;
using ::testing::StartsWith;

// A client that reads its page slowly and has read a part of it.
class SlowReader {
 public:
  explicit SlowReader(Client client) : client_(std::move(client)) {
    client_.Get("/metrics");
    for (int i = 0; i < 40; ++i) EXPECT_TRUE(client_.ReadSome());
    thread_ = std::jthread([this](const std::stop_token& stop) {
      while (!stop.stop_requested() && client_.ReadSome()) {
        std::this_thread::sleep_for(20ms);
      }
    });
  }
  // Stops reading; returns whether the server has closed the connection.
  bool closed() {
    thread_.request_stop();
    thread_.join();
    return client_.closed();
  }

 private:
  Client client_;
  std::jthread thread_;
};

class ScrapeLimitTest : public ServerTest {
 protected:
  ScrapeLimitTest() { AllowManyDescriptors(); }
  ~ScrapeLimitTest() override { server_.reset(); }  // which reads the clock

  void StartStopped(std::size_t max_scrapes, std::size_t series) {
    options_.max_requests = max_scrapes;
    example_.emplace(series);
    StartSite(example_->site(clock_));
  }
  // A client whose scrape has begun, but that reads nothing.
  Client Begin(bool v6 = false) {
    Client client(address_, v6);
    client.Get("/metrics");
    EXPECT_TRUE(client.HasInputWithin(10s));
    return client;
  }
  std::vector<Client> BeginMany(int count) {
    std::vector<Client> clients;
    for (int i = 0; i < count; ++i) clients.push_back(Begin());
    return clients;
  }
  std::string Status() { return Fetch("/metrics").substr(0, 12); }

  FakeClock clock_;
};

constexpr auto kYoungerThanStalled = kClientStalledAfter - 10ms;

TEST_F(ScrapeLimitTest, RefusesScrapesBeyondItWhileAllAreRead) {
  StartStopped(1, 200'000);  // 9 MB, in runs of at most 64 kB
  SlowReader slow(Connect());
  clock_.Advance(kYoungerThanStalled);
  EXPECT_EQ(Status(), "HTTP/1.1 503");
  Probe();
  EXPECT_FALSE(slow.closed());
}

TEST_F(ScrapeLimitTest, RefusesScrapesBeyondItWhileAllHaveJustBegun) {
  StartStopped(4, 100'000);
  auto readers = BeginMany(4);
  EXPECT_EQ(Status(), "HTTP/1.1 503");
  for (auto& reader : readers) {
    EXPECT_THAT(reader.Response(), StartsWith("HTTP/1.1 200 "));
    EXPECT_FALSE(reader.closed());
  }
}

TEST_F(ScrapeLimitTest, EndsYoungScrapesThatAreNotRead) {
  StartStopped(4, 100'000);
  auto readers = BeginMany(4);
  clock_.Advance(kYoungerThanStalled);
  for (int i = 0; i < 10; ++i) EXPECT_EQ(Status(), "HTTP/1.1 200");
}

TEST_F(ScrapeLimitTest, EndsAScrapeOfTheNetworkWithTheMost) {
  options_.listen_addresses = {":0"};
  StartStopped(3, 100'000);
  if (!address_.starts_with("[::]:")) GTEST_SKIP() << "no IPv6 here";
  Client other = Begin(true);
  auto readers = BeginMany(2);
  clock_.Advance(kYoungerThanStalled);
  EXPECT_EQ(Status(), "HTTP/1.1 200");
  EXPECT_THAT(other.Response(), StartsWith("HTTP/1.1 200 "));
  EXPECT_FALSE(other.closed());
}

TEST_F(ScrapeLimitTest, EndsScrapesThatStall) {
  StartStopped(40, 100'000);
  auto readers = BeginMany(40);
  clock_.Advance(kClientStalledAfter);
  EXPECT_EQ(Status(), "HTTP/1.1 200");
}

}  // namespace
}  // namespace pitel
