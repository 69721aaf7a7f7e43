#include "calls/group_numbers.h"

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <utility>

namespace pitel {
namespace {

TEST(GroupNumbers, NumbersKeysInTheOrderInWhichTheyFirstOccur) {
  GroupNumbers groups(5);
  EXPECT_EQ(groups.Of(70, 1), 0u);
  EXPECT_EQ(groups.Of(50, 1), 1u);
  EXPECT_EQ(groups.Of(70, 1), 0u);
  EXPECT_EQ(groups.Of(70, 2), 2u);
  EXPECT_EQ(groups.Of(50, 1), 1u);
}

TEST(GroupNumbers, MakesAGroupOfEachRowWithoutAHash) {
  GroupNumbers groups(3);
  EXPECT_EQ(groups.Of(0, 1), 0u);
  EXPECT_EQ(groups.Of(0, 1), 1u);
  EXPECT_EQ(groups.Of(9, 1), 2u);
}

TEST(GroupNumbers, TakesAsManyGroupsAsStated) {
  std::mt19937_64 random(1);
  for (std::size_t most = 0; most < 100; ++most) {
    GroupNumbers groups(most);
    std::map<std::pair<std::uint64_t, std::uint32_t>, std::uint32_t> known;
    while (known.size() < most) {
      // Of few hashes, most of which fall to the same places.
      const std::pair key(1 + (random() % 8 << random() % 40), random() % 50);
      const auto number = static_cast<std::uint32_t>(known.size());
      EXPECT_EQ(groups.Of(key.first, key.second),
                known.emplace(key, number).first->second);
    }
  }
}

}  // namespace
}  // namespace pitel
