#include "simulator/random.h"

#include <gtest/gtest.h>

#include <cmath>
#include <set>

namespace pitel::simulation {
namespace {

using std::chrono::seconds;

constexpr int kDraws = 200'000;

template <typename Draw>
double MeanSeconds(Draw draw) {
  double sum = 0;
  for (int i = 0; i < kDraws; ++i) {
    sum += std::chrono::duration<double>(draw()).count();
  }
  return sum / kDraws;
}

TEST(Random, MixesAsSplitmixDoes) {
  // The first number of the published generator, seeded with 0.
  EXPECT_EQ(Mix(0), 0xe220a8397b1dcdafu);
}

TEST(Random, EqualSeedsDrawEqualNumbers) {
  Random a(7);
  Random b(7);
  Random c(8);
  EXPECT_EQ(a.Next(), b.Next());
  EXPECT_EQ(a.Uniform(), b.Uniform());
  EXPECT_EQ(a.Lognormal(seconds(9), 1), b.Lognormal(seconds(9), 1));
  EXPECT_NE(a.Next(), c.Next());
}

TEST(Random, DrawsEveryNumberBelowItsBoundAboutEquallyOften) {
  Random random(1);
  std::vector<int> counts(10);
  for (int i = 0; i < kDraws; ++i) ++counts.at(random.Below(10));
  // Five standard deviations of a binomial with p = 0.1.
  const double bound = 5 * std::sqrt(kDraws * 0.1 * 0.9);
  for (const int count : counts) EXPECT_NEAR(count, kDraws / 10, bound);
}

TEST(Random, ChancesComeTrueAtTheirShare) {
  Random random(2);
  int hits = 0;
  for (int i = 0; i < kDraws; ++i) hits += random.Chance(0.3) ? 1 : 0;
  EXPECT_NEAR(hits, kDraws * 0.3, 5 * std::sqrt(kDraws * 0.3 * 0.7));
  EXPECT_FALSE(random.Chance(0));
  EXPECT_TRUE(random.Chance(1));
}

TEST(Random, DistributionsHaveTheRequestedMeans) {
  Random random(3);
  // Standard deviations: 12, about 8.2 (shape 1.5), 180 * sqrt(e - 1).
  EXPECT_NEAR(MeanSeconds([&] { return random.Exponential(seconds(12)); }), 12,
              5 * 12 / std::sqrt(kDraws));
  EXPECT_NEAR(MeanSeconds([&] { return random.Weibull(seconds(12), 1.5); }), 12,
              5 * 8.2 / std::sqrt(kDraws));
  EXPECT_NEAR(MeanSeconds([&] { return random.Lognormal(seconds(180), 1); }),
              180, 5 * 236 / std::sqrt(kDraws));
}

TEST(Random, LognormalHasItsMedianBelowItsMean) {
  Random random(4);
  int below = 0;
  const Duration median(static_cast<std::int64_t>(180e6 * std::exp(-0.5)));
  for (int i = 0; i < kDraws; ++i) {
    below += random.Lognormal(seconds(180), 1) < median ? 1 : 0;
  }
  EXPECT_NEAR(below, kDraws / 2, 5 * std::sqrt(kDraws) / 2);
}

}  // namespace
}  // namespace pitel::simulation
