#include "simulator/directory.h"

#include <gtest/gtest.h>

#include <map>
#include <set>
#include <stdexcept>

namespace pitel::simulation {
namespace {

Parameters Sized(std::uint32_t extensions, std::uint32_t tenants) {
  Parameters parameters;
  parameters.extensions = extensions;
  parameters.tenants = tenants;
  return parameters;
}

TEST(Directory, TenantsShareAllExtensionsAndTheFirstIsTheLargest) {
  const Directory directory(Sized(10'000, 100));
  std::uint32_t next = 0;
  std::uint32_t previous = 10'000;
  for (const Tenant& tenant : directory.tenants()) {
    EXPECT_EQ(tenant.first, next);
    EXPECT_GE(tenant.size, 1u);
    EXPECT_LE(tenant.size, previous);
    previous = tenant.size;
    next += tenant.size;
  }
  EXPECT_EQ(next, 10'000u);
  EXPECT_GT(directory.tenants().front().size,
            20 * directory.tenants().back().size);
}

TEST(Directory, MayHaveATenantPerExtension) {
  const Directory directory(Sized(50, 50));
  for (const Tenant& tenant : directory.tenants()) EXPECT_EQ(tenant.size, 1u);
}

TEST(Directory, GroupsLieWithinTheirTenant) {
  const Directory directory(Sized(3000, 200));
  for (const Tenant& tenant : directory.tenants()) {
    ASSERT_FALSE(tenant.ring_groups.empty());
    ASSERT_FALSE(tenant.queues.empty());
    for (const auto* groups : {&tenant.ring_groups, &tenant.queues}) {
      for (const Group& group : *groups) {
        EXPECT_GE(group.size, 1u);
        EXPECT_GE(group.first, tenant.first);
        EXPECT_LE(group.first + group.size, tenant.first + tenant.size);
      }
    }
  }
}

TEST(Directory, SomeTenantsLiveOnTwoServersAndSomeOnOne) {
  const Directory directory(Sized(3000, 500));
  int on_two = 0;
  std::set<std::uint32_t> used;
  for (const Tenant& tenant : directory.tenants()) {
    on_two += tenant.servers[0] != tenant.servers[1] ? 1 : 0;
    used.insert(tenant.servers[0]);
    ASSERT_LT(tenant.servers[1], directory.servers().size());
  }
  EXPECT_NEAR(on_two, 200, 55);  // five standard deviations
  EXPECT_EQ(used.size(), 4u);
}

TEST(Directory, NumbersOfATenantHaveEquallyManyDigits) {
  const Directory directory(Sized(20'000, 3));
  for (const Tenant& tenant : directory.tenants()) {
    const std::uint32_t last = tenant.first + tenant.size - 1;
    EXPECT_EQ(std::to_string(Directory::NumberOf(tenant, last)).size(),
              std::to_string(tenant.lowest_number).size());
  }
}

TEST(Directory, UuidsDifferAndAreOfVersionFour) {
  std::set<std::pair<std::uint64_t, std::uint64_t>> seen;
  const Directory directory(Sized(5000, 10));
  for (std::uint32_t i = 0; i < directory.extensions(); ++i) {
    const Extension extension = directory.At(i);
    for (const Uuid& uuid : {extension.uuid, extension.user_uuid}) {
      EXPECT_TRUE(seen.insert({uuid.high, uuid.low}).second);
      EXPECT_EQ((uuid.high >> 12) & 0xf, 4u);
      EXPECT_EQ(uuid.low >> 62, 2u);
    }
  }
}

TEST(Directory, PhonesAreOfManyKindsAndNeverChange) {
  const Directory directory(Sized(5000, 10));
  const Directory same(Sized(5000, 10));
  std::map<std::string_view, int> kinds;
  for (std::uint32_t i = 0; i < directory.extensions(); ++i) {
    const Extension extension = directory.At(i);
    ++kinds[UserAgentText(extension.user_agent)];
    EXPECT_EQ(extension.user_agent, same.At(i).user_agent);
    EXPECT_GE(extension.host, 1);
    EXPECT_LE(extension.host, 254);
  }
  EXPECT_EQ(kinds.size(), 16u);
  // 90 of 256; five standard deviations.
  EXPECT_NEAR(kinds["Pitel/3.20.5"], 1758, 170);
}

TEST(Directory, FindsByName) {
  const Directory directory(Sized(100, 10));
  EXPECT_EQ(directory.FindTenant("t00003.example.com"), 2u);
  EXPECT_EQ(directory.FindTenant("t00011.example.com"), kNone);
  EXPECT_EQ(directory.FindServer("203.0.113.4"), 3u);
  EXPECT_EQ(directory.FindServer("203.0.113.5"), kNone);
}

TEST(Directory, RefusesParametersThatMakeNoWorld) {
  EXPECT_THROW(Directory(Sized(10, 11)), std::invalid_argument);
  EXPECT_THROW(Directory(Sized(10, 0)), std::invalid_argument);
  Parameters servers = Sized(10, 1);
  servers.servers = 0;
  EXPECT_THROW(Directory{servers}, std::invalid_argument);
  servers.servers = 255;
  EXPECT_THROW(Directory{servers}, std::invalid_argument);
}

}  // namespace
}  // namespace pitel::simulation
