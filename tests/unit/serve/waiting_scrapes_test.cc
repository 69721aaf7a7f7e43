// Scrapes that wait for their page while another is made.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <latch>
#include <optional>
#include <string>
#include <thread>

#include "unit/serve/server_fixture.h"

namespace pitel {
namespace {

using namespace std::chrono_literals;
using testing::Client;
using ::testing::StartsWith;

constexpr const char* kOpenMetrics = "Accept: application/openmetrics-text\r\n";

class WaitingScrapesTest : public testing::ServerTest {
 protected:
  ~WaitingScrapesTest() override {
    finish_.count_down();
    server_.reset();
  }

  // Starts a server that may have two scrapes and is making a page for one.
  void StartBusy() {
    options_.max_requests = 2;
    example_.emplace();
    Site site = example_->site();
    site.page = [this] {
      if (!server_thread_) {
        server_thread_ = std::this_thread::get_id();
      } else if (*server_thread_ != std::this_thread::get_id()) {
        if (!begun_.try_wait()) begun_.count_down();
        finish_.wait();
      }
      return example_->page;
    };
    StartSite(site);
    first_.emplace(Connect());
    first_->Get("/metrics");
    begun_.wait();
  }
  // Whether a page with a slot is responded to with this status, in time.
  bool AwaitStatus(const std::string& status) {
    const auto give_up = std::chrono::steady_clock::now() + 10s;
    while (!Fetch("/").starts_with("HTTP/1.1 " + status)) {
      if (std::chrono::steady_clock::now() > give_up) return false;
    }
    return true;
  }

  std::optional<std::thread::id> server_thread_;
  std::latch begun_{1};
  std::latch finish_{1};
  std::optional<Client> first_;
};

TEST_F(WaitingScrapesTest, MakeRoomWhenTheirClientCloses) {
  StartBusy();
  {
    Client second = Connect();
    second.Get("/metrics", kOpenMetrics);
    ASSERT_TRUE(AwaitStatus("503"));
  }
  EXPECT_TRUE(AwaitStatus("200"));
}

TEST_F(WaitingScrapesTest, MakeRoomWhenTheirTimeIsOver) {
  options_.limits.write = 10ms;
  StartBusy();
  EXPECT_EQ(Connect().Get("/metrics", kOpenMetrics).ReadToEnd(), "");
  EXPECT_EQ(first_->ReadToEnd(), "");
  EXPECT_THAT(Fetch("/"), StartsWith("HTTP/1.1 200 ")) << "one slot is free";
}

TEST_F(WaitingScrapesTest, AreServedWhenTheirClientHasOnlyFinishedSending) {
  Start();
  Client client = Connect();
  EXPECT_THAT(client.Get("/metrics").Finish().Response(),
              StartsWith("HTTP/1.1 200 "));
}

}  // namespace
}  // namespace pitel
