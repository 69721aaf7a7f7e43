#include "base/published.h"

#include <gtest/gtest.h>

#include <thread>

namespace pitel {
namespace {

TEST(Published, ReaderKeepsTheValueItGot) {
  Published<int> number(1);
  const auto before = number.Read();
  number.Publish(2);
  EXPECT_EQ(*before, 1);
  EXPECT_EQ(*number.Read(), 2);
}

TEST(Published, ReadersNeverSeeAMixOfTwoValues) {
  struct Pair {
    int a;
    int b;
  };
  Published<Pair> pair(Pair{0, 0});
  std::jthread writer([&] {
    for (int i = 1; i <= 10'000; ++i) pair.Publish({i, i});
  });
  int last = 0;
  while (last < 10'000) {
    const auto seen = pair.Read();
    ASSERT_EQ(seen->a, seen->b);
    ASSERT_GE(seen->a, last);
    last = seen->a;
  }
}

}  // namespace
}  // namespace pitel
