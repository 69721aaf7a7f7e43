#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "unit/serve/server_fixture.h"

namespace pitel {
namespace {

using namespace std::chrono_literals;
using testing::AllowManyDescriptors;
using testing::Client;
using ::testing::HasSubstr;
using ::testing::StartsWith;
using Steady = std::chrono::steady_clock;

using CrowdTest = testing::ServerTest;

// Leaves the process one free descriptor while this object exists.
class ScarceDescriptors {
 public:
  ScarceDescriptors() {
    ::getrlimit(RLIMIT_NOFILE, &before_);
    const int next = ::dup(STDERR_FILENO);
    ::close(next);
    rlimit scarce = before_;
    scarce.rlim_cur = static_cast<rlim_t>(next) + 1;
    ::setrlimit(RLIMIT_NOFILE, &scarce);
  }
  ~ScarceDescriptors() { ::setrlimit(RLIMIT_NOFILE, &before_); }

 private:
  rlimit before_{};
};

// The crowds come from one address. They are silent, idle after a response, in
// the middle of a request, or not reading.
TEST_F(CrowdTest, ServesNewClientsInAnyCrowd) {
  AllowManyDescriptors();
  options_.limits = {.read_header = 1h, .write = 1h, .idle = 1h};
  options_.limits.connections = 20;
  Start(100'000);
  for (const std::string request :
       {"", "GET /-/healthy HTTP/1.1\r\nHost: x\r\n\r\n", "GET /metr",
        "GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n"}) {
    std::vector<Client> crowd;
    for (int i = 0; i < 100; ++i) {
      crowd.push_back(Connect());
      crowd.back().Send(request);
    }
    for (int i = 0; i < 5; ++i) Probe();
  }
}

// Clients that have just read something are not shed, until they stall.
TEST_F(CrowdTest, LetsNewClientsWaitForOthersToStall) {
  options_.limits = {.read_header = 1h, .write = 1h, .idle = 1h};
  options_.limits.connections = 5;
  Start(100'000);
  std::vector<Client> crowd;
  for (int i = 0; i < 5; ++i) {
    crowd.push_back(Connect());
    crowd.back().Get("/metrics");
    EXPECT_TRUE(crowd.back().ReadSome());
  }
  for (int i = 0; i < 5; ++i) Probe();
}

TEST_F(CrowdTest, ShedsTheLongestIdleClientFirst) {
  options_.limits.connections = 3;
  Start();
  Client first = Connect();
  EXPECT_THAT(first.Get("/").Response(), StartsWith("HTTP/1.1 200 "));
  Client second = Connect();
  EXPECT_THAT(second.Get("/").Response(), StartsWith("HTTP/1.1 200 "));
  Client third = Connect();
  EXPECT_THAT(third.Get("/").Response(), StartsWith("HTTP/1.1 200 "));
  Probe();
  EXPECT_EQ(first.ReadToEnd(), "");
  EXPECT_TRUE(first.closed());
  EXPECT_THAT(third.Get("/").Response(), StartsWith("HTTP/1.1 200 "));
}

class LoggedCrowdTest : public testing::ServerTest {
 protected:
  LoggedCrowdTest() {
    ::testing::internal::CaptureStderr();
    crowd_log_.emplace(LogLevel::kInfo, LogFormat::kLogfmt);
    example_.emplace();
  }
  void StartLogging() {
    server_.emplace(options_, example_->site(), *crowd_log_);
    address_ = server_->addresses().front();
  }
  // The lines of the log, after a heartbeat of the server.
  std::string Lines() {
    const SteadyTime before = Steady::now();
    while (server_->last_progress() < before) std::this_thread::sleep_for(1ms);
    server_.reset();
    crowd_log_->Flush(1min);
    return ::testing::internal::GetCapturedStderr();
  }

  std::optional<Log> crowd_log_;
};

TEST_F(LoggedCrowdTest, IsLoggedOnce) {
  options_.limits.connections = 2;
  StartLogging();
  std::vector<Client> crowd;
  for (int i = 0; i < 20; ++i) {
    crowd.push_back(Connect());
    Probe();
  }
  const std::string lines = Lines();
  EXPECT_THAT(lines, HasSubstr("level=warn msg=\"too many connections, closing "
                               "idle or stalled ones\" limit=2\n"));
  EXPECT_EQ(lines.find("closing"), lines.rfind("closing")) << lines;
}

TEST_F(LoggedCrowdTest, IsServedWithoutFreeDescriptorsAndLoggedOnce) {
  StartLogging();
  Probe();  // the server has opened what it needs
  std::vector<Client> clients;
  for (int i = 0; i < 30; ++i) clients.push_back(Connect());
  std::optional<ScarceDescriptors> scarce(std::in_place);
  int probes = 0;
  while (probes < 30) {
    try {
      Probe();
      ++probes;
    } catch (const std::runtime_error&) {
      // The server, which runs in this process, has the last descriptor.
      std::this_thread::sleep_for(1ms);
    }
  }
  scarce.reset();
  const std::string lines = Lines();
  EXPECT_THAT(lines, HasSubstr("level=warn msg=\"too many open files, closing "
                               "idle or stalled connections\" limit="));
  EXPECT_THAT(lines, HasSubstr("LimitNOFILE"));
  EXPECT_EQ(std::ranges::count(lines, '\n'), 1) << lines;
}

}  // namespace
}  // namespace pitel
