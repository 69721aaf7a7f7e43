#include "config/shard.h"

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

namespace pitel {
namespace {

TEST(ParseShard, ReadsIndexAndCount) {
  EXPECT_EQ(ParseShard("0/1"), (Shard{0, 1}));
  EXPECT_EQ(ParseShard("2/3"), (Shard{2, 3}));
  EXPECT_EQ(ParseShard("999/1000"), (Shard{999, 1000}));
}

TEST(ParseShard, RefusesOtherText) {
  for (const auto* text : {"",
                           "/",
                           "1",
                           "0/",
                           "/2",
                           "0/0",
                           "1/1",
                           "2/2",
                           "3/2",
                           "-1/2",
                           "0/-2",
                           "+0/2",
                           "0/2/3",
                           "0/2 ",
                           " 0/2",
                           "0 /2",
                           "0x0/2",
                           "a/b",
                           "0.5/2",
                           "0/1001",
                           "0/4294967297",
                           "4294967296/4294967297"}) {
    EXPECT_EQ(ParseShard(text), std::nullopt) << text;
  }
}

// The values are from hashlib of Python:
//   max(range(n), key=lambda i: hashlib.sha256(
//       name.encode() + b"\0" + str(i).encode()).digest()[:8])
TEST(ShardOf, IsTheHeaviestOfRendezvousHashing) {
  constexpr std::uint32_t kCounts[] = {1, 2, 3, 4, 5, 16};
  const std::map<std::string, std::vector<std::uint32_t>> expected = {
      {"hcm", {0, 1, 2, 3, 4, 5}},      {"hn", {0, 0, 0, 0, 0, 11}},
      {"target-1", {0, 1, 2, 2, 2, 7}}, {"target-2", {0, 1, 2, 3, 3, 15}},
      {"đà nẵng", {0, 0, 2, 2, 2, 10}}, {"a.example", {0, 1, 2, 2, 2, 12}}};
  for (const auto& [name, shards] : expected) {
    for (std::size_t i = 0; i < std::size(kCounts); ++i) {
      EXPECT_EQ(ShardOf(name, kCounts[i]), shards[i]) << name << kCounts[i];
    }
  }
}

// Also from Python. Weights of fewer bytes would often be equal.
TEST(ShardOf, IsAsElsewhereForManyTargets) {
  std::uint32_t sum = 0;
  for (std::uint32_t i = 0; i < 1000; ++i) {
    sum += (i + 1) * ShardOf("target-" + std::to_string(i), 16);
  }
  EXPECT_EQ(sum, 3740093u);
}

TEST(ShardOf, SpreadsTargetsEvenly) {
  std::map<std::uint32_t, int> targets;
  for (int i = 0; i < 100; ++i) {
    ++targets[ShardOf("target-" + std::to_string(i), 4)];
  }
  const std::map<std::uint32_t, int> expected = {
      {0, 27}, {1, 28}, {2, 23}, {3, 22}};
  EXPECT_EQ(targets, expected);
}

TEST(ShardOf, MovesTargetsToTheNewShardOnly) {
  int moved = 0;
  for (int i = 0; i < 100; ++i) {
    const std::string name = "target-" + std::to_string(i);
    const auto before = ShardOf(name, 4);
    const auto after = ShardOf(name, 5);
    if (before == after) continue;
    EXPECT_EQ(after, 4u) << name;
    ++moved;
  }
  EXPECT_EQ(moved, 22);
}

}  // namespace
}  // namespace pitel
