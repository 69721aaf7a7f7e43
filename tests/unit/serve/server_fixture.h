// A server on a free port, for tests of how it treats clients.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "serve/server.h"
#include "unit/serve/client.h"
#include "unit/serve/example_site.h"

namespace pitel::testing {

class ServerTest : public ::testing::Test {
 protected:
  void Start(std::size_t series = 1) {
    example_.emplace(series);
    StartSite(example_->site());
  }
  void StartSite(const Site& site) {
    server_.emplace(options_, site, log_);
    address_ = server_->addresses().front();
  }

  Client Connect() const { return Client(address_); }
  std::string Fetch(std::string_view target, std::string_view fields = "") {
    return Connect().Get(target, fields).Response();
  }
  // Checks that a probe gets a response; returns how long it took.
  std::chrono::steady_clock::duration Probe() {
    const auto before = std::chrono::steady_clock::now();
    EXPECT_THAT(Fetch("/-/healthy"),
                ::testing::StartsWith("HTTP/1.1 200 OK\r\n"));
    return std::chrono::steady_clock::now() - before;
  }

  ServerOptions options_{.listen_addresses = {"127.0.0.1:0"},
                         .telemetry_path = "/metrics",
                         .max_requests = 0,
                         .limits = {}};
  Log log_{LogLevel::kError, LogFormat::kLogfmt};
  std::optional<ExampleSite> example_;
  std::optional<Server> server_;
  std::string address_;
};

// Both ends of every connection use descriptors of this process.
inline void AllowManyDescriptors() {
  rlimit limit{};
  ::getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
}

}  // namespace pitel::testing
