#include "base/result.h"

#include <gtest/gtest.h>

#include <memory>

namespace pitel {
namespace {

TEST(Result, IsAValueOrAnError) {
  const Result<std::string> value = std::string("x");
  ASSERT_TRUE(value.ok());
  EXPECT_EQ(*value, "x");
  EXPECT_EQ(value->size(), 1u);
  const Result<std::string> error = Error{"y"};
  EXPECT_FALSE(error);
  EXPECT_EQ(error.error(), Error{"y"});
}

TEST(Result, DistinguishesAZeroFromAnErrorOfZero) {
  struct Mishap {
    int code;
  };
  const Result<int, Mishap> zero = 0;
  const Result<int, Mishap> mishap = Mishap{0};
  EXPECT_TRUE(zero.ok());
  EXPECT_FALSE(mishap.ok());
}

TEST(Result, GivesItsValueAway) {
  Result<std::unique_ptr<int>> owner = std::make_unique<int>(7);
  const std::unique_ptr<int> taken = *std::move(owner);
  EXPECT_EQ(*taken, 7);
}

}  // namespace
}  // namespace pitel
