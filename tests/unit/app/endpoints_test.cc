#include "app/endpoints.h"

#include <gtest/gtest.h>

#include "json/byte_source.h"
#include "support/tenant_patterns.h"

namespace pitel {
namespace {

TEST(MakeEndpoints, BeginsWithTheCallsOfTheTarget) {
  TargetConfig config;
  config.api.monitor_path = "/v3/other";
  const auto endpoints = MakeEndpoints(config);
  ASSERT_FALSE(endpoints.empty());
  EXPECT_EQ(endpoints.front()->operation(), Operation::kMonitor);
  EXPECT_EQ(endpoints.front()->path(), "/v3/other");
}

TEST(MakeEndpoints, CountsByTheRulesOfTheTarget) {
  TargetConfig config;
  config.calls.tenants.exclude = ParseTenantPatterns({".*"});
  const auto endpoint = std::move(MakeEndpoints(config).front());
  TextSource body(R"({"data": [{"domain_name": "t.example.com"}]})");
  EXPECT_FALSE(endpoint->Read(body));
  EXPECT_NE(endpoint->Count({}).summary.warning, "")
      << "the filter leaves out every row";
}

}  // namespace
}  // namespace pitel
