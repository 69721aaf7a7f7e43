#include "doctor/distribution.h"

#include <gtest/gtest.h>

namespace pitel {
namespace {

TEST(Distribution, HasAMedianAndAHighest) {
  Distribution values;
  for (const double value : {3.0, 1.0, 9.0, 2.0, 5.0}) values.Add(value);
  EXPECT_EQ(values.Median(), 3);
  EXPECT_EQ(values.Highest(), 9);
  EXPECT_EQ(values.Quantile(0), 1);
}

TEST(Distribution, OfNothingIsZero) {
  const Distribution values;
  EXPECT_TRUE(values.empty());
  EXPECT_EQ(values.Median(), 0);
}

TEST(Distribution, KeepsALimitedNumberOfValues) {
  Distribution values;
  for (std::size_t i = 0; i < Distribution::kMost + 10; ++i) values.Add(1);
  EXPECT_EQ(values.size(), Distribution::kMost);
}

}  // namespace
}  // namespace pitel
