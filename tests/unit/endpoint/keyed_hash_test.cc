#include "endpoint/keyed_hash.h"

#include <gtest/gtest.h>

namespace pitel {
namespace {

TEST(KeyedHash, DistinguishesTexts) {
  const KeyedHash hash;
  EXPECT_EQ(hash("0900000102"), hash("0900000102"));
  EXPECT_NE(hash("0900000102"), hash("0900000103"));
  EXPECT_EQ(hash(""), 0u);
}

TEST(KeyedHash, DependsOnARandomKey) {
  EXPECT_NE(KeyedHash()("0900000102"), KeyedHash()("0900000102"));
}

TEST(KeyedHash, JoinsHashesInTheirOrder) {
  const KeyedHash hash;
  EXPECT_EQ(hash.Join({1, 2}), hash.Join({1, 2}));
  EXPECT_NE(hash.Join({1, 2}), hash.Join({2, 1}));
  EXPECT_NE(hash.Join({0, 1}), hash.Join({1}));
  EXPECT_NE(hash.Join({0}), 0u);
}

TEST(Combine, DependsOnTheHashesAndTheirOrder) {
  EXPECT_EQ(Combine({1, 2}), Combine({1, 2}));
  EXPECT_NE(Combine({1, 2}), Combine({2, 1}));
  EXPECT_NE(Combine({0, 1}), Combine({1}));
  EXPECT_NE(Combine({1, 0}), Combine({0, 1}));
  EXPECT_NE(Combine({0}), 0u);
}

}  // namespace
}  // namespace pitel
