#include "app/only_tenant.h"

#include <gtest/gtest.h>

#include "calls/calls_endpoint.h"
#include "json/byte_source.h"
#include "support/tenant_patterns.h"

namespace pitel {
namespace {

using std::chrono::seconds;

// Of successive responses with rows of these tenants, the only tenant of the
// last one.
std::string OnlyTenantOf(const std::vector<std::vector<std::string>>& responses,
                         const CallRules& rules = {}) {
  CallsEndpoint endpoint("/", rules);
  std::string only;
  int time = 1000;
  for (const auto& tenants : responses) {
    std::string document = R"({"data": [)";
    for (const std::string& tenant : tenants) {
      document += R"({"extension": "1", "domain_name": ")" + tenant + "\"},";
    }
    if (!tenants.empty()) document.pop_back();
    document += R"(], "total": 0})";
    TextSource body(document);
    EXPECT_FALSE(endpoint.Read(body));
    const Moment sent{SteadyTime(seconds(time)), WallTime(seconds(time))};
    only = OnlyTenant(endpoint.Count({sent, 0}).gauges);
    endpoint.Commit();
    time += 10;
  }
  return only;
}

TEST(OnlyTenant, IsTheOneOfAllRows) {
  EXPECT_EQ(OnlyTenantOf({{"a", "a"}}), "a");
  EXPECT_EQ(OnlyTenantOf({{"a", "b"}}), "");
  EXPECT_EQ(OnlyTenantOf({{}}), "");
  EXPECT_EQ(OnlyTenantOf({{""}}), "unknown");
}

TEST(OnlyTenant, IsThatOfTheLastResponse) {
  EXPECT_EQ(OnlyTenantOf({{"a", "b"}, {"b"}}), "b")
      << "the series of a are still there, at 0";
  EXPECT_EQ(OnlyTenantOf({{"a"}, {}}), "");
}

TEST(OnlyTenant, IsNotAFoldedOne) {
  CallRules rules;
  rules.limits.tenants = 1;
  EXPECT_EQ(OnlyTenantOf({{"a"}, {"b", "c"}}, rules), "");
}

TEST(OnlyTenant, IsTheOnlyOneThatTheFilterIncludes) {
  CallRules rules;
  rules.tenants.include = ParseTenantPatterns({"a"});
  EXPECT_EQ(OnlyTenantOf({{"a", "b"}}, rules), "a");
}

TEST(OnlyTenant, IsNoneWithoutExtensions) { EXPECT_EQ(OnlyTenant({}), ""); }

}  // namespace
}  // namespace pitel
