#include "serve/server.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>

#include "app/exporter_metrics.h"
#include "sweep.h"
#include "unit/serve/client.h"
#include "unit/serve/example_site.h"
#include "unit/serve/passwords.h"

namespace pitel {
namespace {

using testing::Client;
using ::testing::StartsWith;

class ServerTest : public ::testing::Test {
 protected:
  ServerTest() { site_.ready = true; }

  std::unique_ptr<Server> Start() {
    ServerOptions options = options_;
    options.listen_addresses = {"127.0.0.1:0"};
    Site site = site_.site();
    site.tail = RenderProcessTail;
    return std::make_unique<Server>(options, site, log_);
  }

  // Sends two requests on one connection and reads to its end.
  static std::string Converse(const Server& server, const char* page,
                              const std::string& fields = "") {
    Client client(server.addresses().front());
    client.Get(page, "Accept-Encoding: gzip\r\n" + fields);
    client.Response();
    client.Get(page, "Connection: close\r\n" + fields);
    return client.ReadToEnd();
  }

  ServerOptions options_;
  testing::ExampleSite site_;
  Log log_{LogLevel::kError, LogFormat::kLogfmt};
};

class ServerPageTest : public ServerTest,
                       public ::testing::WithParamInterface<const char*> {};

// A new server is started for each failure.
TEST_P(ServerPageTest, RespondsAfterEachFailedAllocation) {
  std::unique_ptr<Server> server;
  const auto failed = SweepAllocations(
      AllocationScope::kOtherThreads,
      [&] {
        server = Start();
        Converse(*server, GetParam());
      },
      [&] {
        EXPECT_THAT(Converse(*server, GetParam()),
                    StartsWith("HTTP/1.1 200 OK\r\n"));
        server.reset();
      });
  EXPECT_GT(failed, 10u);
}

INSTANTIATE_TEST_SUITE_P(Of, ServerPageTest,
                         ::testing::Values("/metrics", "/", "/-/healthy",
                                           "/-/ready", "/config"));

// The first request waits until its password was checked.
TEST_F(ServerTest, ChecksPasswordsAfterEachFailedAllocation) {
  options_.web.users = {{"alice", testing::HashOf("secret")}};
  const std::string login = testing::Authorization("alice", "secret");
  std::unique_ptr<Server> server;
  const auto failed = SweepAllocations(
      AllocationScope::kOtherThreads,
      [&] {
        server = Start();
        Converse(*server, "/config", login);
      },
      [&] {
        EXPECT_THAT(Converse(*server, "/config", login),
                    StartsWith("HTTP/1.1 200 OK\r\n"));
        server.reset();
      });
  EXPECT_GT(failed, 10u);
}

TEST_F(ServerTest, StartsOrThrowsWhicheverAllocationFails) {
  const auto failed = SweepAllocations(
      AllocationScope::kThisThread, [&] { Start(); }, [] {});
  EXPECT_GT(failed, 10u);
}

}  // namespace
}  // namespace pitel
