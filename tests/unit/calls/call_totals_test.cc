#include "calls/call_totals.h"

#include <gtest/gtest.h>

#include <set>

namespace pitel {
namespace {

TEST(CallTotals, AreZeroForANewTenant) {
  CallTotals totals;
  const TenantTotals& tenant = totals.Of("a");
  for (const CallCounts& counts : tenant.counts) {
    EXPECT_EQ(counts, CallCounts{});
  }
  EXPECT_EQ(tenant.wait.buckets.back().cumulative_count, 0u);
  EXPECT_EQ(tenant.known_calls, 0u);
}

TEST(CallTotals, DropTenantsThatNeitherALabelNorACallKeeps) {
  CallTotals totals;
  totals.Of("listed");
  totals.Of("followed").known_calls = 1;
  totals.Of("gone");
  totals.DropTenants(
      [](const std::string& tenant) { return tenant == "listed"; });
  EXPECT_TRUE(totals.tenants.contains("listed"));
  EXPECT_TRUE(totals.tenants.contains("followed"));
  EXPECT_FALSE(totals.tenants.contains("gone"));
}

// Known calls refer to tenants by id, so no two tenants may share one.
TEST(CallTotals, GiveEachTenantAUniqueIdAsOthersComeAndGo) {
  CallTotals totals;
  for (const char* name : {"a", "b", "c", "d"}) totals.Of(name);
  const auto keep = [&](const std::set<std::string>& kept) {
    totals.DropTenants(
        [&](const std::string& tenant) { return kept.contains(tenant); });
  };
  keep({"b", "d"});
  totals.Of("e");
  keep({"d", "e"});
  for (const char* name : {"f", "g", "h"}) totals.Of(name);
  const auto by_id = totals.ById();
  for (auto& [name, tenant] : totals.tenants) {
    EXPECT_EQ(by_id.at(tenant.id), &tenant) << name;
  }
  EXPECT_EQ(by_id.size(), 5u) << "ids are reused";
}

TEST(CallTotals, HaveNoTenantForAnIdThatIsNotInUse) {
  CallTotals totals;
  const std::uint32_t gone = totals.Of("gone").id;
  TenantTotals& stays = totals.Of("stays");
  totals.DropTenants(
      [](const std::string& tenant) { return tenant == "stays"; });
  EXPECT_EQ(totals.ById().at(gone), nullptr);
  EXPECT_EQ(totals.ById().at(stays.id), &stays);
}

}  // namespace
}  // namespace pitel
