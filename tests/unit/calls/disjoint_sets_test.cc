#include "calls/disjoint_sets.h"

#include <gtest/gtest.h>

#include <set>

namespace pitel {
namespace {

TEST(DisjointSets, BeginWithANumberEach) {
  DisjointSets sets(4);
  std::set<std::uint32_t> found;
  for (std::uint32_t i = 0; i < 4; ++i) found.insert(sets.Find(i));
  EXPECT_EQ(found.size(), 4u);
}

TEST(DisjointSets, FindOneMemberForAllOfASet) {
  DisjointSets sets(6);
  sets.Join(0, 3);
  sets.Join(4, 5);
  sets.Join(0, 5);
  const std::uint32_t found = sets.Find(0);
  for (const std::uint32_t member : {3, 4, 5}) {
    EXPECT_EQ(sets.Find(member), found);
  }
  EXPECT_TRUE(std::set({0u, 3u, 4u, 5u}).contains(found));
}

TEST(DisjointSets, LeaveOtherNumbersAlone) {
  DisjointSets sets(4);
  sets.Join(0, 2);
  EXPECT_EQ(sets.Find(1), 1u);
  EXPECT_EQ(sets.Find(3), 3u);
}

TEST(DisjointSets, StayTheSameWhenMembersAreJoinedAgain) {
  DisjointSets sets(3);
  sets.Join(0, 1);
  sets.Join(1, 0);
  sets.Join(0, 0);
  EXPECT_EQ(sets.Find(0), sets.Find(1));
  EXPECT_NE(sets.Find(0), sets.Find(2));
}

// Deep trees come of joining one number after the other.
TEST(DisjointSets, JoinALongChain) {
  constexpr std::uint32_t kCount = 100'000;
  DisjointSets sets(kCount);
  for (std::uint32_t i = 1; i < kCount; ++i) sets.Join(i - 1, i);
  EXPECT_EQ(sets.Find(0), sets.Find(kCount - 1));
}

}  // namespace
}  // namespace pitel
