#include "fetch/name_lookup.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <string>

#include "sweep.h"

namespace pitel {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;

constexpr char kHost[] = "api.of.a.pitel.example.com";
constexpr char kAddress[] = "2001:db8:0:1:2:3:4:5";
constexpr SteadyTime kNow{std::chrono::hours(1)};
const std::atomic<bool> kNotCancelled = false;

Result<Addresses> Find(const std::string& host) {
  if (host != kHost) return Error{"unknown"};
  return Addresses{kAddress, "192.0.2.1"};
}

// Sweeps over new lookups, which have no addresses yet.
template <typename Check>
std::size_t SweepLookups(const Resolver& resolver, Check check) {
  auto lookup = std::make_unique<NameLookup>(kHost, resolver);
  return SweepAllocations(
      AllocationScope::kAnyThread,
      [&] { lookup->Get(kNow, 30s, 0, kNotCancelled).ok(); },
      [&] {
        check(*lookup);
        lookup = std::make_unique<NameLookup>(kHost, resolver);
      });
}

TEST(NameLookup, ResolvesAfterEachFailedAllocation) {
  const auto failed = SweepLookups(Find, [](NameLookup& lookup) {
    const auto found = lookup.Get(kNow, 30s, 0, kNotCancelled);
    ASSERT_TRUE(found.ok()) << found.error().message;
    EXPECT_THAT(found->addresses, ElementsAre(kAddress, "192.0.2.1"));
  });
  EXPECT_GT(failed, 5u);
}

TEST(NameLookup, LooksUpAgainAfterEachFailedAllocation) {
  const Resolver fail = [](const std::string&) -> Result<Addresses> {
    return Error{"Temporary failure in name resolution"};
  };
  const auto failed = SweepLookups(fail, [](NameLookup& lookup) {
    const auto found = lookup.Get(kNow, 30s, 0, kNotCancelled);
    ASSERT_FALSE(found.ok());
    EXPECT_EQ(found.error().message, "Temporary failure in name resolution");
  });
  EXPECT_GT(failed, 4u);
}

}  // namespace
}  // namespace pitel
