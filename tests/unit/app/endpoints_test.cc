#include "app/endpoints.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

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

TEST(MakeEndpoints, AddsTheQueuesIfTheyAreEnabled) {
  TargetConfig config;
  EXPECT_EQ(MakeEndpoints(config).size(), 1u);
  config.queues.enabled = true;
  config.queues.path = "/q";
  config.queues.most_queues = 1;
  const auto endpoints = MakeEndpoints(config);
  ASSERT_EQ(endpoints.size(), 2u);
  EXPECT_EQ(endpoints.back()->operation(), Operation::kQueue);
  EXPECT_EQ(endpoints.back()->path(), "/q");
}

TEST(MakeEndpoints, GivesEachFactANameOfItsOwn) {
  TargetConfig config;
  config.queues.enabled = true;
  std::vector<std::string_view> names;
  for (const auto& endpoint : MakeEndpoints(config)) {
    for (const auto& fact : endpoint->InitialSummary().facts) {
      EXPECT_EQ(std::count(names.begin(), names.end(), fact.name), 0)
          << fact.name;
      names.push_back(fact.name);
    }
  }
  EXPECT_EQ(names.size(), 3u);
}

}  // namespace
}  // namespace pitel
