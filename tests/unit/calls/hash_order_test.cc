#include "calls/hash_order.h"

#include <gtest/gtest.h>

#include <random>
#include <tuple>

namespace pitel {
namespace {

struct Item {
  std::uint64_t hash;
  std::size_t number;
  bool operator==(const Item&) const = default;
};

bool Less(const Item& a, const Item& b) {
  return std::tie(a.hash, a.number) < std::tie(b.hash, b.number);
}

// Whether items are sorted as std::sort does it.
bool Sorts(std::vector<Item> items) {
  std::vector<Item> expected = items;
  std::sort(expected.begin(), expected.end(), Less);
  SortByHash(
      items, [](const Item& item) { return item.hash; }, Less);
  return items == expected;
}

TEST(SortByHash, SortsAnyNumberOfItems) {
  std::mt19937_64 random(1);
  for (std::size_t size = 0; size < 300; ++size) {
    std::vector<Item> items;
    while (items.size() < size)
      items.push_back({random(), size - items.size()});
    EXPECT_TRUE(Sorts(items)) << size << " items";
  }
}

TEST(SortByHash, SortsItemsWithEqualHashes) {
  for (const std::uint64_t hash : {std::uint64_t{0}, ~std::uint64_t{0}}) {
    std::vector<Item> items;
    for (std::size_t i = 0; i < 1000; ++i)
      items.push_back({hash, 7 * i % 1000});
    EXPECT_TRUE(Sorts(items));
  }
}

TEST(SortByHash, SortsHashesThatAreNotSpreadEvenly) {
  std::vector<Item> items;
  for (std::uint64_t i = 0; i < 1000; ++i)
    items.push_back({std::uint64_t{1} << i % 60, i});
  EXPECT_TRUE(Sorts(items));
}

}  // namespace
}  // namespace pitel
